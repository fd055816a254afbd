// Checks that a network's input has the size of the job's images, and its outputs one value for each class.

import { formatSize, type Shape, sameShape } from '../../model/index.js';
import type { Instance, JobAnalysis, NetworkAnalysis } from '../analysis.js';
import type { DiagnosticCollector } from '../diagnostics/collect/collector.js';
import type { RelatedInformation } from '../diagnostics/diagnostic.js';
import { dataDoesNotFit } from '../diagnostics/training.js';
import type { Edit, Range } from '../text/range.js';

/** `textOf` reads the text of a call. */
export function checkDataFit(
  job: JobAnalysis,
  network: NetworkAnalysis,
  textOf: (range: Range) => string,
  diagnostics: DiagnosticCollector,
): void {
  if (!job.data) return;
  const { shape, classes, range } = job.data;
  const input = network.instances.find(({ layer }) => layer.operation.kind === 'input');
  const outputs = network.graph.outputs.map(({ layer }) => network.instances[layer]);
  const mistaken = outputs.find(({ layer: { output } }) => classes !== undefined && !isVector(output, classes));
  if (shape && input && !sameShape(shape, input.layer.output)) {
    const edits = replaced(input, textOf(input.origin), /\([^()]*\)$/, `(${formatSize(shape)})`);
    const args = { images: shape, cropped: job.data.cropped, network: network.name, input: input.layer.output, edits };
    diagnostics.report(dataDoesNotFit, range, args, describeFit(input, formatSize(shape)));
  } else if (mistaken && classes !== undefined) {
    const last = lastLearned(network, mistaken);
    const edits = replaced(last, textOf(last.origin), /^(fc|FC)\([\w.]+/, `$1(${classes}`);
    const args = { classes, network: network.name, output: mistaken.layer.output, edits };
    diagnostics.report(dataDoesNotFit, range, args, describeFit(last, `${classes} values`));
  }
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

function isVector({ height, width, channels }: Shape, length: number): boolean {
  return height === 1 && width === 1 && channels === length;
}
