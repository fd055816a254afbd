// Local response normalisation across channels of [rows, channels] (Krizhevsky et al., 2012): y = x/d^beta, d = k +
// alpha/size * the sum of x^2 over `size` neighbours, and its gradient dx[i] = dy[i]/d[i]^beta - 2*alpha*beta/size *
// x[i] * sum over neighbours j of dy[j]*y[j]/d[j]. Both overwrite.
//
// A thread serves eight adjacent channels and recomputes d: storing it would cost as much memory as x.

import type { ComputationOf, ResponseNorm } from '../../../../ir/index.js';
import type { Emitter } from '../../shaders/emitter.js';
import { input, type KernelSource, type KernelsOf, output } from '../../shaders/kernel.js';
import { f32, unrolled, wgsl } from '../../shaders/wgsl.js';

/** Channels of a thread. */
const side = 8;

export const lrn: KernelsOf<ComputationOf<'lrn'>> = ({ computation, layer }) => {
  const { rows, channels, beta } = computation;
  const size = rows * channels;
  const reach = (computation.size - 1) / 2;
  const kernel: KernelSource = {
    label: `${layer}: lrn`,
    buffers: [
      { name: 'x', type: 'f32', size, binding: input(0) },
      { name: 'y', type: 'f32', size, binding: output(0) },
    ],
    threads: rows * Math.ceil(channels / side),
    body: (emit) => `${where(computation)}
${loadAround(emit, 'x', computation, reach)}
${squares(computation, reach, 0)}
${eachOwn(computation, (c) => emit.store('y', wgsl`at + ${c}`, `${at('x', c)} * pow(${at('d', c)}, ${f32(-beta)})`))}`,
  };
  return [kernel];
};

export const lrnGradient: KernelsOf<ComputationOf<'lrn-gradient'>> = ({ computation, layer }) => {
  const { rows, channels, size: neighbours, alpha, beta } = computation;
  const size = rows * channels;
  const reach = (neighbours - 1) / 2;
  const factor = f32((2 * alpha * beta) / neighbours);
  const kernel: KernelSource = {
    label: `${layer}: lrn gradient`,
    buffers: [
      { name: 'x', type: 'f32', size, binding: input(0) },
      { name: 'y', type: 'f32', size, binding: input(1) },
      { name: 'dy', type: 'f32', size, binding: input(2) },
      { name: 'dx', type: 'f32', size, binding: output(0) },
    ],
    threads: rows * Math.ceil(channels / side),
    body: (emit) => `${where(computation)}
${loadAround(emit, 'x', computation, 2 * reach)}
${loadAround(emit, 'y', computation, reach)}
${loadAround(emit, 'dy', computation, reach)}
${squares(computation, 2 * reach, reach)}
${each(reach, (c) => `  let ${at('ratio', c)} = ${at('dy', c)} * ${at('y', c)} / ${at('d', c)};`)}
${sums('ratio', 'sum', computation, reach)}
${eachOwn(computation, (c) =>
  emit.store(
    'dx',
    wgsl`at + ${c}`,
    `${at('dy', c)} * pow(${at('d', c)}, ${f32(-beta)}) - ${factor} * ${at('x', c)} * ${at('sum', c)}`,
  ),
)}`,
  };
  return [kernel];
};

/** The name of a value of the channel `c` places after the thread's first. */
const at = (name: string, c: number) => `${name}${c < 0 ? `_${-c}` : c}`;

/** `code` for the thread's channels and for `reach` channels before and after them. */
const each = (reach: number, code: (c: number) => string) => unrolled(side + 2 * reach, (index) => code(index - reach));

/** Declares `first`, the thread's first channel, and `at`, where it lies (i32). */
function where({ channels }: ResponseNorm): string {
  const threads = Math.ceil(channels / side);
  return wgsl`
  let row = i32(i / ${threads}u);
  let first = (i32(i) - row * ${threads}) * ${side};
  let at = row * ${channels} + first;`;
}

/** Loads channels as `name`<place>; channels that there are not give 0. */
function loadAround({ load }: Emitter, name: string, { channels }: ResponseNorm, reach: number): string {
  return each(reach, (c) => {
    const value = load(name, wgsl`at + ${c}`);
    const own = c >= 0 && c < side && channels % side === 0;
    return `  let ${at(name, c)} = ${own ? value : wgsl`select(0.0f, ${value}, u32(first + ${c}) < ${channels}u)`};`;
  });
}

/** Declares d of the thread's channels and of `reach` around them, from the x loaded `known` around them. */
function squares(norm: ResponseNorm, known: number, reach: number): string {
  return `${each(known, (c) => `  let ${at('square', c)} = ${at('x', c)} * ${at('x', c)};`)}
${sums('square', 'squares', norm, known)}
${each(reach, (c) => `  let ${at('d', c)} = ${f32(norm.k)} + ${f32(norm.alpha / norm.size)} * ${at('squares', c)};`)}`;
}

/**
 * Declares `sum`, the sums of `name` over each channel's neighbours, where those reach `known` beyond the thread's
 * channels. They are put together from sums over 2, 4, 8... neighbours, which channels side by side share.
 */
function sums(name: string, sum: string, { size }: ResponseNorm, known: number): string {
  const reach = (size - 1) / 2;
  const lines: string[] = [];
  const last = side + known - 1;
  const over = (width: number) => (width === 1 ? name : `${name}Over${width}_`);
  for (let width = 2; width <= size; width *= 2) {
    for (let c = -known; c + width - 1 <= last; c++) {
      lines.push(`  let ${at(over(width), c)} = ${at(over(width / 2), c)} + ${at(over(width / 2), c + width / 2)};`);
    }
  }
  for (let c = -known + reach; c + reach <= last; c++) {
    const terms: string[] = [];
    let from = c - reach;
    for (let width = 2 ** Math.floor(Math.log2(size)); width >= 1; width /= 2) {
      if (!(size & width)) continue;
      terms.push(at(over(width), from));
      from += width;
    }
    lines.push(`  let ${at(sum, c)} = ${terms.join(' + ')};`);
  }
  return lines.join('\n');
}

/** `code` for each of the thread's channels that there is. */
function eachOwn({ channels }: ResponseNorm, code: (c: number) => string): string {
  return unrolled(side, (c) =>
    channels % side === 0 ? `  ${code(c)}` : wgsl`  if (first + ${c} < ${channels}) { ${code(c)} }`,
  );
}
