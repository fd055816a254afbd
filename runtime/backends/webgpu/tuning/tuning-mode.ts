// When variants are measured before a training: the same words and the same rule on the command line and in the editor.
import { oneOf, parse } from '../../../../model/schema.js';
import type { AdapterProfile } from '../adapter-profile.js';
import type { TuningCache } from './tuning-cache.js';

/**
 * `auto`: on graphics processors only, where a second finds much; `never` also ignores the cache.
 */
export const tuningModes = ['auto', 'always', 'never'] as const;
export type TuningMode = (typeof tuningModes)[number];

/** The word that an untrusted value is; undefined where it is none. */
export function readTuningMode(value: unknown): TuningMode | undefined {
  return parse(oneOf(...tuningModes), value);
}

/** Whether a training on the adapter begins with measuring. */
export function shouldTune({ software }: AdapterProfile, when: TuningMode): boolean {
  return when === 'always' || (when === 'auto' && !software);
}

/** The profile with the cached choices for its adapter, unless they are ignored. */
export function withChoices(
  adapter: AdapterProfile,
  choices: TuningCache[string] | undefined,
  when: TuningMode,
): AdapterProfile {
  return choices === undefined || when === 'never' ? adapter : { ...adapter, choices };
}
