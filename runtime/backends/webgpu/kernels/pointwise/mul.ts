// Products: y[n, p, c] = a[n, p, c]*b[n, p, c], or b[n, c] broadcast over places; and the gradient of a broadcast b,
// db[n, c] = sum over p of a[n, p, c]*dy[n, p, c], split-K. vec4 where the channels divide by 4. All overwrite.

import type { ComputationOf } from '../../../../ir/index.js';
import { emitEpilogue } from '../../shaders/epilogue.js';
import { input, type KernelSource, type KernelsOf, output, workspace } from '../../shaders/kernel.js';
import { reducePartials } from '../../shaders/reduce-partials.js';
import { rowsAsVec4 } from '../../shaders/vec4-access.js';
import { declared, wgsl } from '../../shaders/wgsl.js';
import { countSplits } from '../../variants/split-k.js';

export const mul: KernelsOf<ComputationOf<'mul'>> = (instruction) => {
  const { computation, layer } = instruction;
  const { batch, places, channels, spread } = computation;
  const { type, groups, size } = rowsAsVec4(batch * places, channels);
  const epilogue = emitEpilogue(instruction, { name: 'y', type, size });
  const ofB = spread ? wgsl`i / ${places * groups}u * ${groups}u + i % ${groups}u` : 'i';
  const kernel: KernelSource = {
    label: `${layer}: mul`,
    buffers: [
      { name: 'a', type, size, binding: input(0) },
      { name: 'b', type, size: spread ? batch * groups : size, binding: input(1) },
      { name: 'y', type, size, binding: output(0) },
      ...epilogue.buffers,
    ],
    threads: size,
    settings: epilogue.settings,
    declarations: (emit) => declared(...epilogue.declare(emit)),
    body: ({ load, store }) => {
      const product = `${load('a', 'i')} * ${load('b', ofB)}`;
      return `  ${store('y', 'i', epilogue.apply(product, 'i'))}`;
    },
  };
  return [kernel];
};

export const mulSpreadGradient: KernelsOf<ComputationOf<'mul-spread-gradient'>> = ({ computation, layer }, adapter) => {
  const { batch, places, channels } = computation;
  const label = `${layer}: mul gradient, summed over places`;
  const splits = countSplits(computation, adapter);
  const piece = Math.ceil(places / splits);
  const { type, groups, size } = rowsAsVec4(batch * places, channels);
  const kernel: KernelSource = {
    label,
    buffers: [
      { name: 'a', type, size, binding: input(0) },
      { name: 'dy', type, size, binding: input(1) },
      { name: 'db', type, size: splits * batch * groups, binding: splits > 1 ? workspace : output(0) },
    ],
    threads: splits * batch * groups,
    body: ({ load, store, loop }) => wgsl`
  let split = i / ${batch * groups}u;
  let n = i / ${groups}u % ${batch}u;
  let image = n * ${places * groups}u + i % ${groups}u;
  let end = image + min((split + 1u) * ${piece}u, ${places}u) * ${groups}u;
  var sum = ${type}();
  ${loop(
    'at',
    wgsl`image + split * ${piece * groups}u`,
    'end',
    wgsl`at += ${groups}u`,
  )} { sum += ${load('a', 'at')} * ${load('dy', 'at')}; }
  ${store('db', 'i', 'sum')}`,
  };
  return splits > 1 ? [kernel, reducePartials(label, batch * channels, splits)] : [kernel];
};
