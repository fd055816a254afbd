// Normalisations over groups of channels (`NormGroups` in runtime/ir/extents.ts): statistics, outputs and gradients,
// summed in float64; batch, layer, group and instance normalisation. Ioffe and Szegedy, "Batch Normalization", 2015,
// section 3; Wu and He, "Group Normalization", 2018.
import { countedPlaces, type NormGroups, unbiasedFactor } from '../../../ir/index.js';
import type { Values } from '../../cpu/index.js';
import type { Compute } from './compute.js';

/** Visits the values of one batch entry in order, each with its group and channel. */
function forEachValue(
  { places, channels, groups }: NormGroups,
  entry: number,
  visit: (at: number, group: number, channel: number) => void,
): void {
  const width = channels / groups;
  let at = entry * places * channels;
  for (let place = 0; place < places; place++) {
    let channel = 0;
    for (let group = 0; group < groups; group++) {
      for (const end = channel + width; channel < end; channel++) visit(at++, group, channel);
    }
  }
}

/** 1/sqrt(variance + eps) of one batch entry's groups. */
function inverseDeviations({ groups }: NormGroups, variance: Values, entry: number, eps: number): Float64Array {
  return Float64Array.from({ length: groups }, (_, group) => 1 / Math.sqrt(variance[entry * groups + group] + eps));
}

export const moments: Compute<'moments'> = (computation, [x], [mean, variance], { settings }) => {
  const norm = { ...computation, places: countedPlaces(computation, settings.partial?.emptySlots) };
  const { batch, places, channels, groups } = norm;
  const count = (places * channels) / groups;
  const sums = new Float64Array(groups);
  for (let entry = 0; entry < batch; entry++) {
    const first = entry * groups;
    sums.fill(0);
    forEachValue(norm, entry, (at, group) => {
      sums[group] += x[at];
    });
    for (let group = 0; group < groups; group++) mean[first + group] = sums[group] / count;
    sums.fill(0);
    forEachValue(norm, entry, (at, group) => {
      const distance = x[at] - mean[first + group];
      sums[group] += distance * distance;
    });
    for (let group = 0; group < groups; group++) variance[first + group] = sums[group] / count;
  }
};

export const normalise: Compute<'normalise'> = (norm, [x, mean, variance, ...affine], [y]) => {
  const { batch, groups, eps } = norm;
  const scale = norm.scale ? affine[0] : undefined;
  const shift = norm.shift ? affine.at(-1) : undefined;
  for (let entry = 0; entry < batch; entry++) {
    const inverse = inverseDeviations(norm, variance, entry, eps);
    forEachValue(norm, entry, (at, group, channel) => {
      const value = (x[at] - mean[entry * groups + group]) * inverse[group];
      y[at] = value * (scale ? scale[channel] : 1) + (shift ? shift[channel] : 0);
    });
  }
};

export const normaliseParameterGradients: Compute<'normalise-parameter-gradients'> = (
  norm,
  [x, dy, mean, variance],
  [dscale, dshift],
) => {
  const { batch, channels, groups, eps } = norm;
  const scales = new Float64Array(channels);
  const shifts = new Float64Array(channels);
  for (let entry = 0; entry < batch; entry++) {
    const inverse = inverseDeviations(norm, variance, entry, eps);
    forEachValue(norm, entry, (at, group, channel) => {
      scales[channel] += dy[at] * (x[at] - mean[entry * groups + group]) * inverse[group];
      shifts[channel] += dy[at];
    });
  }
  dscale.set(scales);
  dshift.set(shifts);
};

export const batchNormInputGradient: Compute<'batch-norm-input-gradient'> = (
  computation,
  [x, dy, mean, variance, dscale, dshift, scale],
  [dx],
  { settings },
) => {
  const norm = { ...computation, places: countedPlaces(computation, settings.partial?.emptySlots) };
  const { places, eps } = norm;
  const inverse = inverseDeviations(norm, variance, 0, eps);
  forEachValue(norm, 0, (at, c) => {
    const normalised = (x[at] - mean[c]) * inverse[c];
    const centred = dy[at] - (dshift[c] + normalised * dscale[c]) / places;
    dx[at] = (scale ? scale[c] : 1) * inverse[c] * centred;
  });
  dx.fill(0, places * norm.channels);
};

export const groupNormInputGradient: Compute<'group-norm-input-gradient'> = (
  norm,
  [x, dy, mean, variance, scale],
  [dx],
) => {
  const { batch, places, channels, groups, eps } = norm;
  const count = (places * channels) / groups;
  const sums = new Float64Array(groups);
  const products = new Float64Array(groups);
  for (let entry = 0; entry < batch; entry++) {
    const inverse = inverseDeviations(norm, variance, entry, eps);
    const normalised = (at: number, group: number) => (x[at] - mean[entry * groups + group]) * inverse[group];
    sums.fill(0);
    products.fill(0);
    forEachValue(norm, entry, (at, group, channel) => {
      const gradient = dy[at] * (scale ? scale[channel] : 1);
      sums[group] += gradient;
      products[group] += gradient * normalised(at, group);
    });
    forEachValue(norm, entry, (at, group, channel) => {
      const gradient = dy[at] * (scale ? scale[channel] : 1);
      const centred = gradient - (sums[group] + normalised(at, group) * products[group]) / count;
      dx[at] = centred * inverse[group];
    });
  }
};

export const runningAverage: Compute<'running-average'> = (computation, [running, current], _, { settings }) => {
  const { size, share, unbiased } = computation;
  const { partial } = settings;
  const factor = partial && unbiased ? unbiasedFactor(countedPlaces(unbiased, partial.emptySlots)) : computation.factor;
  for (let i = 0; i < size; i++) running[i] = (1 - share) * running[i] + share * factor * current[i];
};
