// Checks that a network's input has the size of the job's images, and its outputs one value for each class, or the
// shape of the target images.

import { formatSize, isImageGoal, type Shape, sameShape } from '../../model/index.js';
import type { Instance, JobAnalysis, KnownImages, NetworkAnalysis } from '../analysis.js';
import type { DiagnosticCollector } from '../diagnostics/collect/collector.js';
import type { RelatedInformation } from '../diagnostics/diagnostic.js';
import { targetDoesNotFit } from '../diagnostics/targets.js';
import { dataDoesNotFit } from '../diagnostics/training.js';
import type { Edit, Range } from '../text/range.js';

/** `textOf` reads the text of a call. */
export function checkDataFit(
  { data }: JobAnalysis,
  network: NetworkAnalysis,
  textOf: (range: Range) => string,
  diagnostics: DiagnosticCollector,
): void {
  if (!data) return;
  const { shape, range } = data;
  const { name, instances } = network;
  const input = instances.find(({ layer }) => layer.operation.kind === 'input');
  if (!input) return;
  const given = input.layer.output;
  if (shape && !sameShape(shape, given)) {
    const edits = replaced(input, textOf(input.origin), /\([^()]*\)$/, `(${formatSize(shape)})`);
    const args = { images: shape, cropped: data.cropped, network: name, input: given, edits };
    diagnostics.report(dataDoesNotFit, range, args, describeFit(input, formatSize(shape)));
    return;
  }
  const target = targetOf(data, given);
  const outputs = network.graph.outputs.map(({ layer }) => instances[layer]);
  const mistaken = target && outputs.find(({ layer }) => !sameShape(layer.output, target));
  if (!mistaken) return;
  const { output } = mistaken.layer;
  const last = lastLearned(network, mistaken);
  const text = textOf(last.origin);
  if (isImageGoal(data.goal)) {
    const isSameSize = output.height === target.height && output.width === target.width;
    const edits = isSameSize ? replaced(last, text, /^((?:up)?conv|(?:UP)?CONV)\(\w+/, `$1(${target.channels}`) : [];
    const args = { goal: data.goal, target, network: name, output, edits };
    diagnostics.report(targetDoesNotFit, range, args, describeFit(mistaken, formatSize(target)));
  } else {
    const classes = target.channels;
    const edits = replaced(last, text, /^(fc|FC)\([\w.]+/, `$1(${classes}`);
    diagnostics.report(
      dataDoesNotFit,
      range,
      { classes, network: name, output, edits },
      describeFit(last, `${classes} values`),
    );
  }
}

/** What each output must be; undefined where only the images say it. */
function targetOf({ goal, classes }: KnownImages, input: Shape): Shape | undefined {
  if (isImageGoal(goal)) return input;
  return classes === undefined ? undefined : { height: 1, width: 1, channels: classes };
}

/** The layer that would have to change, as related information. */
function describeFit({ origin, file }: Instance, wanted: string): readonly RelatedInformation[] {
  return file === undefined ? [{ range: origin, message: `${wanted} would fit here.` }] : [];
}

/** The edit that rewrites a call; none where the pattern does not match, or the call is in another file. */
function replaced({ origin, file }: Instance, text: string, pattern: RegExp, by: string): Edit[] {
  const newText = text.replace(pattern, by);
  return newText === text || file !== undefined ? [] : [{ range: origin, newText }];
}

/** The layer that sets an output's length: the last one with weights. */
function lastLearned({ instances }: NetworkAnalysis, output: Instance): Instance {
  let instance = output;
  while (instance.layer.inputs.length === 1 && instance.cost.weights.count === 0) {
    instance = instances[instance.layer.inputs[0]];
  }
  return instance;
}
