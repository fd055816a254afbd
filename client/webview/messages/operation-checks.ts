// Checks that a value is a layer's operation, every argument bounded: a total table, so that a layer nobody checks does
// not compile.
import type { Operation } from '../../../model/index.js';
import { count, finite, flag, kindIn, positive } from './checks.js';
import { isPadding, isPair, isWindow } from './shape-checks.js';

const any = () => true;

export const isOperation = kindIn<Operation>({
  input: any,
  conv: ({ filters, window, groups, bias }) => positive(filters) && isWindow(window) && positive(groups) && flag(bias),
  depthwise: ({ multiplier, window, bias }) => positive(multiplier) && isWindow(window) && flag(bias),
  upconv: ({ filters, window, outputPadding, groups, bias }) =>
    positive(filters) && isWindow(window) && isPair(outputPadding, count) && positive(groups) && flag(bias),
  maxpool: ({ window }) => isWindow(window),
  avgpool: ({ window, countPad }) => isWindow(window) && flag(countPad),
  global_maxpool: any,
  global_avgpool: any,
  fc: ({ units, bias }) => positive(units) && flag(bias),
  dropout: ({ rate }) => isFraction(rate),
  bn: ({ eps, momentum, scale, shift }) => finite(eps) && isFraction(momentum) && flag(scale) && flag(shift),
  layer_norm: ({ eps }) => finite(eps),
  group_norm: ({ groups, eps }) => positive(groups) && finite(eps),
  lrn: ({ size, alpha, beta, k }) => positive(size) && [alpha, beta, k].every(finite),
  scale: ({ init }) => finite(init),
  relu: any,
  relu6: any,
  leaky_relu: ({ slope }) => finite(slope),
  sigmoid: any,
  hard_sigmoid: any,
  tanh: any,
  gelu: any,
  swish: any,
  hard_swish: any,
  softmax: any,
  add: any,
  mul: any,
  concat: any,
  flatten: any,
  shuffle: ({ groups }) => positive(groups),
  part: ({ index, of }) => positive(index) && positive(of) && index <= of,
  shortcut: ({ filters, stride }) => positive(filters) && isPair(stride, positive),
  upsample: ({ factor, mode }) => isPair(factor, positive) && (mode === 'nearest' || mode === 'bilinear'),
  pad: ({ by }) => isPadding(by),
  crop: ({ by }) => isPadding(by),
});

/** Tensors that a layer of this kind reads. */
export function readsRightly({ kind }: Operation, inputs: number): boolean {
  if (kind === 'input') return inputs === 0;
  return kind === 'add' || kind === 'mul' || kind === 'concat' ? inputs > 0 : inputs === 1;
}

function isFraction(value: unknown): boolean {
  return finite(value) && value >= 0 && value < 1;
}
