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
function columnsOf(values: Values, allFilters: number, filters: number, group: number, row = 0): Matrix {
  return rowMajor(values, allFilters, row * allFilters + group * filters);
}

export const conv: Compute<'conv'> = (computation, [x, weights, biases], [y], context) => {
  const { depth, patch, filters, allFilters } = sizesOf(computation);
  const panel = context.scratch(panelPixels(patch) * patch);
  if (biases) for (let i = 0; i < y.length; i += allFilters) y.set(biases, i);
  return forEachPanel(computation, (group, pixel, count) => {
    gather(computation.geometry, { first: group * depth, count: depth }, x, pixel, count, panel);
    const w = columnsOf(weights, allFilters, filters, group);
    const result = columnsOf(y, allFilters, filters, group, pixel);
    multiply(count, filters, patch, rowMajor(panel, patch), w, result, biases !== undefined);
  });
};

export const convInputGradient: Compute<'conv-input-gradient'> = (
  computation,
  [dy, weights, biases],
  [dx],
  context,
) => {
  const { depth, patch, filters, allFilters } = sizesOf(computation);
  const panel = context.scratch(panelPixels(patch) * patch);
  if (biases) for (let i = 0; i < dx.length; i += biases.length) dx.set(biases, i);
  else dx.fill(0);
  return forEachPanel(computation, (group, pixel, count) => {
    const w = columnsOf(weights, allFilters, filters, group);
    const gradient = columnsOf(dy, allFilters, filters, group, pixel);
    multiply(count, patch, filters, gradient, transposed(w), rowMajor(panel, patch), false);
    scatter(computation.geometry, { first: group * depth, count: depth }, panel, pixel, count, dx);
  });
};

export const convWeightGradient: Compute<'conv-weight-gradient'> = (computation, [x, dy], [dweights], context) => {
  const { depth, patch, filters, allFilters } = sizesOf(computation);
  const panel = context.scratch(panelPixels(patch) * patch);
  dweights.fill(0);
  return forEachPanel(computation, (group, pixel, count) => {
    gather(computation.geometry, { first: group * depth, count: depth }, x, pixel, count, panel);
    const gradient = columnsOf(dy, allFilters, filters, group, pixel);
    const result = columnsOf(dweights, allFilters, filters, group);
    multiply(patch, filters, count, transposed(rowMajor(panel, patch)), gradient, result, true);
  });
};
