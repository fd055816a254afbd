// The adapter that last trained on this machine, for which an editor or a command without a GPU plans memory. It is
// read from storage and messages that anyone can write to, so only well-formed values are accepted.

import { formatBytes } from '../../../../model/index.js';
import {
  boolean,
  integerFrom,
  object,
  oneOf,
  optional,
  parse,
  positive,
  stringOf,
  where,
  withDefault,
} from '../../../../model/schema.js';
import type { AdapterProfile } from '../adapter-profile.js';
import { choices } from './tuning-cache.js';

export interface LastAdapter {
  /** For people: `google swiftshader (in software)`. */
  readonly name: string;
  readonly profile: AdapterProfile;
}

/** What memory is planned for, for people. */
export function describePlannedAdapter(adapter: LastAdapter | undefined): string {
  return adapter ? `${adapter.name}, the adapter last seen` : 'an unknown GPU (conservative defaults)';
}

/** The bytes of a training with `storage = f16`, for people: on the adapter that memory is planned for. */
export function formatF16Bytes(bytes: number, adapter: LastAdapter | undefined): string {
  if (adapter && !adapter.profile.f16) return 'not on this adapter, which cannot store 16 bits (shader-f16)';
  const where = adapter ? '' : ', on an adapter that can (shader-f16)';
  return `${formatBytes(bytes)}, keeping activations in 16 bits${where}`;
}

const [longestName, mostLanes] = [200, 128];

const name = stringOf(longestName);

/** Optional fields that do not match are left out; `longestDispatch` is for tests and never stored. */
const profile = object<AdapterProfile>({
  vendor: name,
  architecture: name,
  software: boolean,
  subgroupSize: where(integerFrom(0, mostLanes), (lanes) => (lanes & (lanes - 1)) === 0),
  largestBuffer: withDefault(optional(positive), undefined),
  f16: withDefault(optional(where(boolean, Boolean)), undefined),
  choices: withDefault(optional(choices), undefined),
  winograd: optional(oneOf(0, 2, 4)),
  longestDispatch: () => undefined,
});

export const seenAdapter = object<LastAdapter>({ name: where(name, (text) => text !== ''), profile });

/** The adapter that an untrusted value represents, if any. */
export function readLastAdapter(value: unknown): LastAdapter | undefined {
  return parse(seenAdapter, value);
}
