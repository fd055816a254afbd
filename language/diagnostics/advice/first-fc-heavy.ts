// Advice on a first fully connected layer that holds most of a network's weights, as in VGG, AlexNet and ZFNet; the
// course says so of VGG too. Silent below a million weights, where little can be saved.
import { elements, formatCount, formatShare } from '../../../model/index.js';
import type { Instance } from '../../analysis.js';
import { defineDiagnostic } from '../entry.js';
import { defineAdvice, isSpatial, type Subject } from './rule.js';

const fewWeights = 1e6;

interface HeavyLayer {
  readonly weights: { readonly product: string; readonly count: number };
  readonly weightsOfNetwork: number;
  /** Of the tensor that the layer flattens, and of the layer. */
  readonly channels: number;
  readonly units: number;
  readonly repeated: boolean;
}

const entry = defineDiagnostic({
  code: 'first-fc-heavy',
  severity: 'advice',
  title: 'A first fully connected layer that holds most weights',
  why:
    'In VGG most weights are in the first fully connected layer. Later networks showed that it can be removed ' +
    'without losing accuracy: global average pooling gives the classifier the mean of each channel instead, as in ' +
    'GoogLeNet (CS231n, "Case Studies").',
  wrong: `network A { input(64x64x3) -> [conv(64) -> relu -> maxpool(2)]*2 -> fc(512) -> relu -> fc(10) }`,
  right: `network A {
  input(64x64x3) -> [conv(64) -> relu -> maxpool(2)]*4 -> global_avgpool -> fc(512) -> relu -> fc(10)
}`,
  message: ({ weights, weightsOfNetwork, channels, units }: HeavyLayer) =>
    `this layer holds ${weights.product} = ${formatCount(weights.count)} of the network's ` +
    `${formatCount(weightsOfNetwork)} weights, ${formatShare(weights.count, weightsOfNetwork)}; ` +
    `after global_avgpool it would have ${channels}*${units} = ${formatCount(channels * units)}.`,
  fixes({ repeated }, { start }) {
    if (repeated) return [];
    const edits = [{ range: { start, end: start }, newText: 'global_avgpool -> ' }];
    return [{ title: 'Put global_avgpool before it', edits }];
  },
});

export const firstFcHeavy = defineAdvice(entry, (subject) => {
  const { instances, totals } = subject;
  const heaviest = instances.find(
    ({ layer, cost }) => layer.operation.kind === 'fc' && cost.weights.count > totals.weights / 2,
  );
  const units = heaviest?.layer.operation.kind === 'fc' ? heaviest.layer.operation.units : 0;
  if (!heaviest || heaviest.cost.weights.count < fewWeights || heaviest.file !== undefined) return [];
  const source = findSpatialSource(subject, heaviest);
  // Without a window before it, the network is a linear classifier of pixels, and channels are colours.
  if (!source || source.field.size.every((side) => side === 1)) return [];
  const args = {
    weights: heaviest.cost.weights,
    weightsOfNetwork: totals.weights,
    channels: source.layer.output.channels,
    units,
    repeated: heaviest.repeats.length > 0,
  };
  return [{ range: heaviest.origin, args }];
});

/** The spatial tensor that a fully connected layer flattens; undefined where its input is a vector of another kind. */
function findSpatialSource({ instances, inPlace }: Subject, fc: Instance): Instance | undefined {
  let id = fc.layer.inputs[0];
  while (!isSpatial(instances[id])) {
    if (!inPlace(id) || instances[id].layer.inputs.length !== 1) return undefined;
    id = instances[id].layer.inputs[0];
  }
  return elements(instances[id].layer.output) > 0 ? instances[id] : undefined;
}
