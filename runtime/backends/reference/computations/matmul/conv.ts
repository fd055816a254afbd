// Convolution, and its gradients by input and weights, as products of matrices over patches:
// y = patches*w, dpatches = dy*w^T, dw = patches^T*dy, where w is [kH*kW*depth, filters].

import type { ComputationOf } from '../../../../ir/index.js';
import type { Values } from '../../../cpu/index.js';
import type { Compute } from '../compute.js';
import { type Matrix, multiply, rowMajor, transposed } from './matrix.js';
import { gather, panelPixels, pixelsOf, scatter } from './patches.js';

type Kind = 'conv' | 'conv-input-gradient' | 'conv-weight-gradient';

/** The sizes of one group's matrices. */
function sizesOf({ geometry, groups }: ComputationOf<Kind>) {
  const { window, input, output } = geometry;
  const depth = input[3] / groups;
  const patch = window.kernel[0] * window.kernel[1] * depth;
  return { depth, patch, filters: output[3] / groups, allFilters: output[3], pixels: pixelsOf(output) };
}

/** Visits the groups, each in panels of pixels; a panel is a slice. */
function* forEachPanel(
  computation: ComputationOf<Kind>,
  visit: (group: number, pixel: number, count: number) => void,
): Generator<void> {
  const { patch, pixels } = sizesOf(computation);
  const step = panelPixels(patch);
  for (let group = 0; group < computation.groups; group++) {
    for (let pixel = 0; pixel < pixels; pixel += step) {
      visit(group, pixel, Math.min(step, pixels - pixel));
      yield;
    }
  }
}

/** The columns of one group's filters, from a row on. */
function columnsOf(
  values: Values,
  { allFilters, filters }: { readonly allFilters: number; readonly filters: number },
  group: number,
  row = 0,
): Matrix {
  return rowMajor(values, allFilters, row * allFilters + group * filters);
}

export const conv: Compute<'conv'> = (computation, [x, weights, biases], [y], context) => {
  const sizes = sizesOf(computation);
  const { depth, patch, filters, allFilters } = sizes;
  const patches = context.scratch(panelPixels(patch) * patch);
  if (biases) for (let i = 0; i < y.length; i += allFilters) y.set(biases, i);
  return forEachPanel(computation, (group, pixel, count) => {
    const channels = { first: group * depth, count: depth };
    gather({ geometry: computation.geometry, channels, pixel, count }, x, patches);
    const w = columnsOf(weights, sizes, group);
    const result = columnsOf(y, sizes, group, pixel);
    const [a, accumulate] = [rowMajor(patches, patch), biases !== undefined];
    multiply({ rows: count, columns: filters, depth: patch, a, b: w, c: result, accumulate });
  });
};

export const convInputGradient: Compute<'conv-input-gradient'> = (
  computation,
  [dy, weights, biases],
  [dx],
  context,
) => {
  const sizes = sizesOf(computation);
  const { depth, patch, filters } = sizes;
  const patches = context.scratch(panelPixels(patch) * patch);
  if (biases) for (let i = 0; i < dx.length; i += biases.length) dx.set(biases, i);
  else dx.fill(0);
  return forEachPanel(computation, (group, pixel, count) => {
    const w = columnsOf(weights, sizes, group);
    const gradient = columnsOf(dy, sizes, group, pixel);
    const [b, c] = [transposed(w), rowMajor(patches, patch)];
    multiply({ rows: count, columns: patch, depth: filters, a: gradient, b, c });
    const channels = { first: group * depth, count: depth };
    scatter({ geometry: computation.geometry, channels, pixel, count }, patches, dx);
  });
};

export const convWeightGradient: Compute<'conv-weight-gradient'> = (computation, [x, dy], [dweights], context) => {
  const sizes = sizesOf(computation);
  const { depth, patch, filters } = sizes;
  const patches = context.scratch(panelPixels(patch) * patch);
  dweights.fill(0);
  return forEachPanel(computation, (group, pixel, count) => {
    const channels = { first: group * depth, count: depth };
    gather({ geometry: computation.geometry, channels, pixel, count }, x, patches);
    const gradient = columnsOf(dy, sizes, group, pixel);
    const result = columnsOf(dweights, sizes, group);
    const a = transposed(rowMajor(patches, patch));
    multiply({ rows: patch, columns: filters, depth: count, a, b: gradient, c: result, accumulate: true });
  });
};
