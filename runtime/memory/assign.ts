// Assigns lifetimes to buffers: the largest first, each into the tightest gap that it fits.
import type { Interruptible } from '../../model/interruptible.js';
import { Gaps } from './gaps.js';

/** Something to keep from the time `first` to `last`, both included. */
export interface Tenant {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

export interface Assignment {
  /** By tenant: the buffer it lives in. */
  readonly buffer: readonly number[];
  /** By buffer: its size, that of its first and largest tenant. */
  readonly bytes: readonly number[];
}

/**
 * Gives each tenant a buffer that no other uses at the same time. Since larger ones came before, every buffer is large
 * enough for every tenant: only time must fit. Takes O(n log n) time.
 * @param end the last time there is
 */
export function* assignBuffers(tenants: readonly Tenant[], end: number): Interruptible<Assignment> {
  const order = tenants.map((_, index) => index);
  order.sort((a, b) => tenants[b].bytes - tenants[a].bytes || tenants[a].first - tenants[b].first);
  yield tenants.length;
  const gaps = new Gaps(end);
  const bytes: number[] = [];
  const buffer: number[] = new Array(tenants.length);
  for (const index of order) {
    const { first, last, bytes: size } = tenants[index];
    const gap = gaps.take(first, last) ?? { buffer: bytes.push(size) - 1, first: 0, last: end };
    if (gap.first < first) gaps.add({ buffer: gap.buffer, first: gap.first, last: first - 1 });
    if (last < gap.last) gaps.add({ buffer: gap.buffer, first: last + 1, last: gap.last });
    buffer[index] = gap.buffer;
  }
  yield tenants.length;
  return { buffer, bytes };
}
