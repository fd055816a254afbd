// Says where a network and the images it is to be taught with do not fit together.
import { formatShape, formatSize, type Shape } from '../../model/index.js';
import type { Instance, JobAnalysis, NetworkAnalysis } from '../analysis.js';
import type { DiagnosticCollector } from '../diagnostics/collector.js';
import type { Edit } from '../text/range.js';

/** A network with errors of its own is left alone: its shapes may be stand-ins. `textOf` gives an instance's call. */
export function checkDataFit(
  job: JobAnalysis,
  networks: readonly NetworkAnalysis[],
  textOf: (instance: Instance) => string,
  diagnostics: DiagnosticCollector,
): void {
  const network = networks.find(({ name }) => name === job.network);
  if (!network?.sound || !job.data) return;
  const { shape, classes } = job.data;
  const input = network.instances.find(({ layer }) => layer.operation.kind === 'input');
  const outputs = network.graph.outputs.map(({ layer }) => network.instances[layer]);
  const mistaken = outputs.find(({ layer: { output } }) => classes !== undefined && !isVector(output, classes));
  if (shape && input && !sameShape(shape, input.layer.output)) {
    const [images, taken] = [formatSize(shape), formatSize(input.layer.output)];
    const edits = replaced(input, textOf(input), /\([^()]*\)$/, `(${images})`);
    const are = job.data.cropped ? `${images} after the crop` : images;
    report(job, `its images are ${are}, and \`${network.name}\` takes ${taken}.`, input, images, edits, diagnostics);
  } else if (mistaken && classes !== undefined) {
    const last = lastLearned(network, mistaken);
    const edits = replaced(last, textOf(last), /^(fc|FC)\([\w.]+/, `$1(${classes}`);
    const message = `it has ${classes} classes, and \`${network.name}\` answers with ${formatShape(mistaken.layer.output)}.`;
    report(job, message, last, `${classes} values`, edits, diagnostics);
  }
}

function report(
  job: JobAnalysis,
  message: string,
  cause: Instance,
  wanted: string,
  edits: readonly Edit[],
  diagnostics: DiagnosticCollector,
): void {
  const related = cause.file === undefined ? [{ range: cause.origin, message: `${wanted} would fit here.` }] : [];
  const fixes = edits.length > 0 ? [{ title: `Write ${edits[0].newText}`, edits }] : [];
  diagnostics.error('data-does-not-fit', job.data?.range ?? job.nameRange, message, { related, fixes });
}

/** A call rewritten; nothing where it does not read so that it can be, or stands in another file. */
function replaced({ origin, file }: Instance, text: string, pattern: RegExp, by: string): Edit[] {
  const newText = text.replace(pattern, by);
  return newText === text || file !== undefined ? [] : [{ range: origin, newText }];
}

/** The layer that gives an output its length: the last one that is not a softmax or the like. */
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

function sameShape(a: Shape, b: Shape): boolean {
  return a.height === b.height && a.width === b.width && a.channels === b.channels;
}
