// Which of the things to keep share memory: a linear scan over time, as in register allocation, best fit first.

/** Something to keep from the time `first` to `last`, both included. */
export interface Tenant {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

export interface Assignment {
  /** By tenant: the buffer it lives in. */
  readonly buffer: readonly number[];
  /** By buffer: its size, that of its largest tenant. */
  readonly bytes: readonly number[];
}

/**
 * Gives each tenant a buffer that no other uses at the same time: the smallest free one that is large enough, else the
 * largest free one, made larger, else a new one. Takes O(n log n) time in practice.
 */
export function assignBuffers(tenants: readonly Tenant[]): Assignment {
  const bytes: number[] = [];
  const buffer: number[] = new Array(tenants.length);
  const free = new FreeBuffers(bytes);
  const byFirst = tenants.map((_, index) => index);
  // Of those that come at once, the largest chooses first.
  byFirst.sort((a, b) => tenants[a]!.first - tenants[b]!.first || tenants[b]!.bytes - tenants[a]!.bytes);
  const byLast = tenants.map((_, index) => index);
  byLast.sort((a, b) => tenants[a]!.last - tenants[b]!.last);

  let leaving = 0;
  for (const index of byFirst) {
    const tenant = tenants[index]!;
    while (leaving < byLast.length && tenants[byLast[leaving]!]!.last < tenant.first) {
      free.add(buffer[byLast[leaving]!]!);
      leaving++;
    }
    const chosen = free.take(tenant.bytes) ?? bytes.length;
    bytes[chosen] = Math.max(bytes[chosen] ?? 0, tenant.bytes);
    buffer[index] = chosen;
  }
  return { buffer, bytes };
}

/** Buffers nothing lives in just now, smallest first. */
class FreeBuffers {
  readonly #sorted: number[] = [];
  readonly #bytes: readonly number[];

  constructor(bytes: readonly number[]) {
    this.#bytes = bytes;
  }

  add(buffer: number): void {
    this.#sorted.splice(this.#firstOfAtLeast(this.#bytes[buffer]!), 0, buffer);
  }

  /** The smallest of at least `bytes`, else the largest; undefined where none is free. */
  take(bytes: number): number | undefined {
    if (this.#sorted.length === 0) return undefined;
    const place = Math.min(this.#firstOfAtLeast(bytes), this.#sorted.length - 1);
    return this.#sorted.splice(place, 1)[0];
  }

  #firstOfAtLeast(bytes: number): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#bytes[this.#sorted[middle]!]! < bytes) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
