// Stride phases: the input gradient of a strided convolution, or the forward of a transposed one, as dense
// convolutions. Results at r, r + s, r + 2s, ... along an axis are a phase; windows reach them through every s-th tap,
// from one that depends on r alone. So each phase is a convolution of stride 1 by its own taps.
import type { WindowGeometry } from '../../../../ir/index.js';
import { chosen, wgsl } from '../../shaders/wgsl.js';

interface Phase {
  /** Taps through which windows see its places; there may be none. */
  readonly taps: number;
  readonly firstTap: number;
  /** Which window sees place q*s + r through the first tap: the one at q + `firstAt`. */
  readonly firstAt: number;
}

/** Of one axis. */
export interface StridePhases {
  /** One for each r. */
  readonly each: readonly Phase[];
  /** From one tap of a phase to the next, and how many windows that is back. */
  readonly tapStep: number;
  readonly back: number;
}

export function findStridePhases({ window }: WindowGeometry, axis: 0 | 1): StridePhases {
  const [length, stride, dilation] = [window.kernel[axis], window.stride[axis], window.dilation[axis]];
  const before = axis === 0 ? window.padding.top : window.padding.left;
  const common = divisor(stride, dilation);
  const tapStep = stride / common;
  const each = Array.from({ length: stride }, (_, r): Phase => {
    for (let tap = 0; tap < Math.min(tapStep, length); tap++) {
      const from = r + before - tap * dilation;
      if (from % stride === 0)
        return { taps: Math.ceil((length - tap) / tapStep), firstTap: tap, firstAt: from / stride };
    }
    return { taps: 0, firstTap: 0, firstAt: 0 };
  });
  return { each, tapStep, back: dilation / common };
}

/** Greatest common divisor. */
function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/**
 * Declares what of a phase the loop needs, for the phase `phase<axis>` (i32): `taps`, `firstTap` and `firstAt`, so
 * named.
 */
export function declarePhase({ each }: StridePhases, axis: 'Y' | 'X'): string {
  const value = (name: keyof Phase) => chosen(`phase${axis}`, each.length, (r) => wgsl`${each[r][name]}`);
  return (['taps', 'firstTap', 'firstAt'] as const).map((name) => `  let ${name}${axis} = ${value(name)};`).join('\n');
}
