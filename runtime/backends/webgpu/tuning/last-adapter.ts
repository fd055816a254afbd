// The adapter that a machine was last seen to train on: what an editor or a command that has no GPU of its own plans
// memory for. It comes out of stores and messages that anyone can write to, so nothing of it is believed but what has
// its form.
import type { AdapterProfile } from '../adapter-profile.js';
import { isRecord, readChoices } from './tuning-cache.js';

export interface SeenAdapter {
  /** For people: `google swiftshader (in software)`. */
  readonly name: string;
  readonly profile: AdapterProfile;
}

/** What memory is planned for, for people. */
export function plannedFor(adapter: SeenAdapter | undefined): string {
  return adapter ? `${adapter.name}, the adapter last seen` : 'an adapter that nothing is known of';
}

const [longestName, mostLanes] = [200, 128];

/** The adapter that an untrusted value is; undefined where it is none. What does not belong is left out. */
export function readSeenAdapter(value: unknown): SeenAdapter | undefined {
  if (!isRecord(value) || !isName(value.name) || value.name === '') return undefined;
  const profile = readProfile(value.profile);
  return profile && { name: value.name, profile };
}

function readProfile(value: unknown): AdapterProfile | undefined {
  if (!isRecord(value)) return undefined;
  const { vendor, architecture, software, subgroupSize, largestBuffer, halves, winograd } = value;
  if (!isName(vendor) || !isName(architecture) || typeof software !== 'boolean' || !isLanes(subgroupSize))
    return undefined;
  if (winograd !== undefined && winograd !== 0 && winograd !== 2 && winograd !== 4) return undefined;
  const choices = readChoices(value.choices);
  return {
    vendor,
    architecture,
    software,
    subgroupSize,
    ...(isSize(largestBuffer) && { largestBuffer }),
    ...(halves === true && { halves }),
    ...(choices && { choices }),
    ...(winograd !== undefined && { winograd }),
  };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestName;
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/** 0 or a power of two. */
function isLanes(value: unknown): value is number {
  if (!Number.isSafeInteger(value)) return false;
  const lanes = value as number;
  return lanes >= 0 && lanes <= mostLanes && (lanes & (lanes - 1)) === 0;
}
