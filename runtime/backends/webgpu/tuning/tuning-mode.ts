// When variants are measured before a training: the same words and the same rule on the command line and in the editor.
import { oneOf, parse } from '../../../../model/schema.js';
import type { AdapterProfile } from '../adapter-profile.js';
import type { Remembered } from './tuning-cache.js';

/**
 * `auto`: on graphics processors alone, where a second finds much; `never` also takes nothing of what is remembered.
 */
export const tunings = ['auto', 'always', 'never'] as const;
export type Tuning = (typeof tunings)[number];

/** The word that an untrusted value is; undefined where it is none. */
export function readTuning(value: unknown): Tuning | undefined {
  return parse(oneOf(...tunings), value);
}

/** Whether a training on the adapter begins with measuring. */
export function isTuned({ software }: AdapterProfile, when: Tuning): boolean {
  return when === 'always' || (when === 'auto' && !software);
}

/** The profile with what is remembered of its adapter, where that counts. */
export function withChoices(
  adapter: AdapterProfile,
  choices: Remembered[string] | undefined,
  when: Tuning,
): AdapterProfile {
  return choices === undefined || when === 'never' ? adapter : { ...adapter, choices };
}
