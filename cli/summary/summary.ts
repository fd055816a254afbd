// `cnn summary`: every layer's figures and a network's totals and memory, as a table or, with --json, as data.
import { basename } from 'node:path';
import type { Analysis, NetworkAnalysis } from '../../language/index.js';
import type { SeenAdapter } from '../../runtime/backends/webgpu/tuning/last-adapter.js';
import { formatDiagnostic } from '../check/format-diagnostic.js';
import { analyseFile } from '../shared/analyse-file.js';
import { oneOf, readArguments, UsageError, wholeNumber } from '../shared/arguments.js';
import { lastAdapter } from '../train/last-adapter.js';
import { optimizerNames, type SummaryOptions, summarise } from './summarise.js';
import { summaryJson } from './summary-json.js';
import { summaryText } from './summary-text.js';

export const usage = `cnn summary FILE [options]

  --network NAME     one network of the file; all of them otherwise
  --batch N          images at once; otherwise as the network's train statement says, 1 without one
  --optimizer NAME   ${optimizerNames.join(', ')} (sgd that keeps a velocity for each parameter);
                     otherwise as train says, or sgd
  --adapter WHICH    plans memory for the one last trained on here (last), or for one that nothing is known of
                     (unknown), which gives the same figures on every machine (default)
  --json             {networks: [{name, batch, layers, totals, memory}]}; memory in bytes

Ends with 0, with 1 when the file has errors (what can be known is still said), 2 when it could not be read.`;

/** Runs the command and gives its exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const { file, network, json, wanted } = readOptions(args);
  const source = analyseFile(file);
  if (source.kind === 'unreadable') {
    process.stderr.write(`cnn: ${source.reason}\n`);
    return 2;
  }
  const { analysis, text } = source;
  const networks = chooseNetworks(analysis, file, network);
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  const colour = process.stderr.isTTY === true && process.stderr.hasColors();
  for (const diagnostic of errors) process.stderr.write(formatDiagnostic(file, text, diagnostic, colour));
  const summaries = networks.map((chosen) => summarise(analysis, chosen, wanted));
  process.stdout.write(
    json ? `${JSON.stringify(summaryJson(summaries), null, 2)}\n` : summaries.map(summaryText).join('\n\n'),
  );
  return errors.length > 0 ? 1 : 0;
}

function readOptions(args: readonly string[]) {
  const { values, positionals } = readArguments(args, {
    network: { type: 'string' },
    batch: { type: 'string' },
    optimizer: { type: 'string' },
    adapter: { type: 'string', default: 'unknown' },
    json: { type: 'boolean', default: false },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('Name one .cnn file to summarise.');
  const wanted: SummaryOptions = {
    batch: wholeNumber('batch', values.batch, { max: 1_000_000 }),
    optimizer: values.optimizer === undefined ? undefined : oneOf('optimizer', values.optimizer, optimizerNames),
    adapter: adapterOf(oneOf('adapter', values.adapter, ['last', 'unknown'])),
  };
  return { file, network: values.network, json: values.json, wanted };
}

function adapterOf(which: 'last' | 'unknown'): SeenAdapter | undefined {
  if (which === 'unknown') return undefined;
  const adapter = lastAdapter();
  if (!adapter)
    throw new UsageError('No adapter was seen yet: cnn train remembers the one that it trains on by WebGPU.');
  return adapter;
}

function chooseNetworks({ networks }: Analysis, file: string, name: string | undefined): readonly NetworkAnalysis[] {
  if (name === undefined) return networks;
  const chosen = networks.filter((network) => network.name === name);
  if (chosen.length > 0) return chosen;
  const known = networks.length === 0 ? 'none' : networks.map((network) => network.name).join(', ');
  throw new UsageError(`${basename(file)} holds no network ${name}: there is ${known}.`);
}
