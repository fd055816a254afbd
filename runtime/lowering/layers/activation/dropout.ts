// Dropout: what it drops is a hash of seed, step, layer and index, so its gradient needs no stored mask. Outside
// training it does nothing: there its readers read its input.
import { type LayerWork, type Site, sizeOf } from '../layer-work.js';

function choiceOf({ operation, layer, output }: Site<'dropout'>) {
  const size = sizeOf(output);
  return { size, rate: operation.rate, layer, image: size / output[0] };
}

export const dropout: LayerWork<'dropout'> = {
  dependsOnLayer: true,

  forward: (site, mode) =>
    mode === 'inference' ? [] : [{ computation: { kind: 'dropout', ...choiceOf(site) }, reads: ['x'], writes: ['y'] }],
  gradients: (site) => [
    { computation: { kind: 'dropout-gradient', ...choiceOf(site) }, reads: ['dy'], writes: ['dx'] },
  ],
};
