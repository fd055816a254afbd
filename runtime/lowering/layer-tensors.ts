// The parameters and running statistics of a network, for readers that need their shapes and not a program.
import type { Graph, Initialisation } from '../../model/index.js';
import type { Initial } from '../ir/program.js';
import { initialValues, mulberry32 } from '../ir/random.js';
import { neededFor } from './forward.js';
import type { ParameterForm, StatisticForm } from './layers/layer-work.js';
import { SiteWorks } from './site-work.js';
import { initialOf } from './tensor-record.js';

export interface LayerTensor {
  /** The id of its layer. */
  readonly layer: number;
  readonly name: ParameterForm['name'] | StatisticForm['name'];
  readonly role: 'parameter' | 'statistic';
  readonly shape: readonly number[];
  readonly initial: Initial;
}

/** Those of all layers that an output needs, in the order of the layers; of a layer, parameters come first. */
export function layerTensors(graph: Graph, init: Initialisation): LayerTensor[] {
  const works = new SiteWorks(graph.layers, 1);
  const needed = neededFor(
    graph.layers,
    graph.outputs.map(({ layer }) => layer),
  );
  return graph.layers.flatMap((layer): LayerTensor[] => {
    if (!needed[layer.id] || layer.operation.kind === 'input') return [];
    const { parameters, statistics } = works.find(layer);
    return [
      ...parameters.map(({ name, shape, initial }): LayerTensor => {
        return { layer: layer.id, name, role: 'parameter', shape, initial: initialOf(initial, init) };
      }),
      ...statistics.map(({ name, shape, initial }): LayerTensor => {
        return { layer: layer.id, name, role: 'statistic', shape, initial: { kind: 'constant', value: initial } };
      }),
    ];
  });
}

/** The values with which a training of this seed begins, parallel to `tensors`, which are those of a whole network. */
export function drawInitialValues(tensors: readonly LayerTensor[], seed: number): Float32Array[] {
  const random = mulberry32(seed);
  return tensors.map(({ initial, shape }) => initialValues(initial, shape, random));
}
