// What each unit of a layer's output sees of the layer's input, from which receptive fields are computed.
import type { Padding, Pair, Window } from '../../model/index.js';

/**
 * One axis: unit i of the output sees the input's units j with `per`*j = `step`*i + o, for the offsets o = `from`,
 * `from` + `gap`, ..., `to`. A window has `per` = 1 and its stride as `step`; a transposed convolution has `step` = 1
 * and its stride as `per`. With `gap` = 1 a unit sees every j from ceil((step*i + from)/per) to
 * floor((step*i + to)/per): the n bins of adaptive pooling over H inputs have `step` = H, `per` = n, `from` = 1 - n
 * and `to` = H - 1.
 */
export interface AxisView {
  readonly step: number;
  readonly per: number;
  readonly from: number;
  readonly to: number;
  readonly gap: number;
}

/** `own place`: the unit at the same position only. `everything`: all units of the input, as `fc` does. */
export type View = 'own place' | 'everything' | readonly [vertical: AxisView, horizontal: AxisView];

export const ownPlace: View = 'own place';
export const everything: View = 'everything';

/** Through a sliding window. */
export function throughWindow({ kernel, stride, dilation, padding }: Window): View {
  const before = [padding.top, padding.left];
  return perAxis((axis) => {
    const from = 0 - before[axis];
    return { step: stride[axis], per: 1, from, to: from + (kernel[axis] - 1) * dilation[axis], gap: dilation[axis] };
  });
}

/** Through a transposed convolution: an output may see no input at all, where the stride exceeds the window. */
export function transposed({ kernel, stride, dilation, padding }: Window): View {
  const to = [padding.top, padding.left];
  return perAxis((axis) => {
    const from = to[axis] - (kernel[axis] - 1) * dilation[axis];
    return { step: 1, per: stride[axis], from, to: to[axis], gap: dilation[axis] };
  });
}

/** Each value `factor` times in a row: output i sees input floor(i/factor). */
export function repeated(factor: Pair): View {
  return perAxis((axis) => ({ step: 1, per: factor[axis], from: 1 - factor[axis], to: 0, gap: 1 }));
}

/**
 * Linear interpolation between the centres of pixels: output i lies at (i + 1/2)/factor - 1/2 of the input and sees
 * the two inputs around it, or the one that it falls on.
 */
export function interpolated(factor: Pair): View {
  return perAxis((axis) => {
    const to = Math.floor(factor[axis] / 2);
    const width = 2 * factor[axis] - (factor[axis] % 2);
    return { step: 1, per: factor[axis], from: to - width + 1, to, gap: 1 };
  });
}

/** Through square blocks side by side. */
export function blocked(side: number): View {
  return perAxis(() => ({ step: side, per: 1, from: 0, to: side - 1, gap: 1 }));
}

/** Pixels cut off at the top and left; below 0 where they are added. */
export function shifted({ top, left }: Pick<Padding, 'top' | 'left'>): View {
  const by = [top, left];
  return perAxis((axis) => ({ step: 1, per: 1, from: by[axis], to: by[axis], gap: 1 }));
}

/** Every stride-th unit. */
export function strided(stride: Pair): View {
  return perAxis((axis) => ({ step: stride[axis], per: 1, from: 0, to: 0, gap: 1 }));
}

/** Equal axes share their view, so that a square network's field is computed for one of them. */
function perAxis(view: (axis: 0 | 1) => AxisView): View {
  const [vertical, horizontal] = [view(0), view(1)];
  const keys = ['step', 'per', 'from', 'to', 'gap'] as const;
  return [vertical, keys.every((key) => vertical[key] === horizontal[key]) ? vertical : horizontal];
}
