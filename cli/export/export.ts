// `cnn export`: writes a network, with its weights where a file has them, for another framework.
import { basename } from 'node:path';
import { ExportError, exporters, initialWeights, layouts } from '../../export/index.js';
import { isTaken, writeWholeFile } from '../../filesystem/write-file.js';
import { formatBytes, withBlockTree } from '../../model/index.js';
import { run as check } from '../check/check.js';
import { analyseFile } from '../shared/analyse-file.js';
import { oneOf, readArguments, UsageError } from '../shared/arguments.js';
import { printFailure, printLine } from '../shared/output.js';
import { chooseJob } from '../train/choose-job.js';
import { readWeights } from './read-weights.js';

const formats = exporters.map(({ id }) => id);

export const usage = `cnn export FILE --to FORMAT [options]

  --to FORMAT      ${listFormats().join('\n                   ')}
  --weights W      a safetensors file with the network's weights; default: those that a training begins with
  --network NAME   one network of the file; required where the file has several
  -o, --out OUT    the file to write; default: the network's name in this folder, where no file has it
  --layout WHICH   of --to weights: ours (default): convolutions HWIO; torch: OIHW, as PyTorch has them

What each format says, and what it cannot: docs/interop.md.

Exit code: 0, 1 when the file has errors or the network has a layer that the format cannot say, 2 when a file could not
be read or written.`;

function listFormats(): string[] {
  return exporters.map(({ id, title, detail }) => `${id}: ${detail} (${title})`);
}

/** Runs the command; resolves with its exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  const { file, exporter } = options;
  const source = analyseFile(file);
  if (source.kind === 'unreadable') return fail(source.reason);
  const { analysis } = source;
  if (analysis.diagnostics.some(({ severity }) => severity === 'error')) return check([file]);
  const { graph, job, blocks, lineOf } = chooseJob(analysis, file, options.network);

  const given = options.weights === undefined ? undefined : await readWeights(graph, options.weights);
  if (given?.kind === 'unusable') return fail(given.reason);
  const values = given?.values ?? initialWeights(graph, job.init, job.seed);

  const out = options.out ?? `${graph.name}.${exporter.extension}`;
  try {
    const files = exporter.write({
      ...{ graph: withBlockTree(graph, blocks), job, values, isTrained: given !== undefined },
      ...{ layout: options.layout },
    });
    const named = files.map(({ extension, content }, index) => {
      return { name: index === 0 ? out : replaceExtension(out, extension), content };
    });
    const taken = options.out === undefined ? named.find(({ name }) => isTaken(name)) : undefined;
    if (taken) return fail(`There is a file ${taken.name} already. Name the file to write with -o.`);
    for (const { name, content } of named) {
      const reason = writeWholeFile(name, content);
      if (reason !== undefined) return fail(`${name} ${reason}`);
      printLine(`${name}: ${formatBytes(content.length)}`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof ExportError)) throw error;
    const place = error.layer ? `${file}:${lineOf(error.layer)}: ${error.layer.path}: ` : '';
    printFailure(`${place}${error.message}`);
    return 1;
  }
}

function fail(message: string): number {
  printFailure(message);
  return 2;
}

function readOptions(args: readonly string[]) {
  const { values, positionals } = readArguments(args, {
    to: { type: 'string' },
    weights: { type: 'string' },
    network: { type: 'string' },
    out: { type: 'string', short: 'o' },
    layout: { type: 'string', default: 'ours' },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('Name one .cnn file to export.');
  if (values.to === undefined) throw new UsageError(`Choose a format with --to: ${formats.join(', ')}.`);
  const format = oneOf('to', values.to, formats);
  return {
    ...{ file, network: values.network, weights: values.weights, out: values.out },
    exporter: exporters.find(({ id }) => id === format)!,
    layout: oneOf('layout', values.layout, layouts),
  };
}

/** `net.onnx` becomes `net.safetensors`; a name without an extension gets one. */
function replaceExtension(path: string, extension: string): string {
  const name = basename(path);
  const dot = name.lastIndexOf('.');
  return `${dot > 0 ? path.slice(0, path.length - name.length + dot) : path}.${extension}`;
}
