// Advice on a first fully connected layer that holds most of a network's weights, as VGG's, AlexNet's and ZFNet's do:
// of them the course says it too. Quiet below a million weights, where nothing is to be won.
import { elements, formatCount, formatShare } from '../../../model/index.js';
import type { Instance } from '../../analysis.js';
import { type AdviceRule, isSpatial, type Subject } from './rule.js';

const fewWeights = 1e6;

export const firstFcHeavy = {
  diagnostic: {
    code: 'first-fc-heavy',
    severity: 'advice',
    title: 'A first fully connected layer that holds most weights',
    why:
      'In VGG most weights are in the first fully connected layer, and it was found since that those layers can go ' +
      'without loss: global average pooling gives the classifier the mean of each channel instead, as in GoogLeNet ' +
      '(CS231n, "Case Studies").',
    wrong: `network A { input(64x64x3) -> [conv(64) -> relu -> maxpool(2)]*2 -> fc(512) -> relu -> fc(10) }`,
    right: `network A {
  input(64x64x3) -> [conv(64) -> relu -> maxpool(2)]*4 -> global_avgpool -> fc(512) -> relu -> fc(10)
}`,
  },
  check(subject) {
    const { instances, totals } = subject;
    const heaviest = instances.find(
      ({ layer, cost }) => layer.operation.kind === 'fc' && cost.weights.count > totals.weights / 2,
    );
    const units = heaviest?.layer.operation.kind === 'fc' ? heaviest.layer.operation.units : 0;
    if (!heaviest || heaviest.cost.weights.count < fewWeights || heaviest.file !== undefined) return [];
    const source = spatialSource(subject, heaviest);
    // Without a window before it, the network is a linear classifier of pixels, and channels are colours.
    if (!source || source.field.size.every((side) => side === 1)) return [];
    const { channels } = source.layer.output;
    const { product, count } = heaviest.cost.weights;
    const message =
      `this layer holds ${product} = ${formatCount(count)} of the network's ${formatCount(totals.weights)} weights, ` +
      `${formatShare(count, totals.weights)}; behind global_avgpool it would have ` +
      `${channels}*${units} = ${formatCount(channels * units)}.`;
    const { start } = heaviest.origin;
    const pooled = {
      title: 'Put global_avgpool before it',
      edits: [{ range: { start, end: start }, newText: 'global_avgpool -> ' }],
    };
    return [{ range: heaviest.origin, message, fixes: heaviest.repeats.length === 0 ? [pooled] : [] }];
  },
} as const satisfies AdviceRule;

/**
 * The tensor with places that a fully connected layer flattens; undefined where it is given a vector of another kind.
 */
function spatialSource({ instances, inPlace }: Subject, fc: Instance): Instance | undefined {
  let id = fc.layer.inputs[0];
  while (!isSpatial(instances[id])) {
    if (!inPlace(id) || instances[id].layer.inputs.length !== 1) return undefined;
    id = instances[id].layer.inputs[0];
  }
  return elements(instances[id].layer.output) > 0 ? instances[id] : undefined;
}
