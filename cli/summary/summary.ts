// `cnn summary`: every layer's figures, and a network's totals and memory, as a table or, with --json, as data.
import { basename } from 'node:path';
import { type Analysis, type NetworkAnalysis, splitLines } from '../../language/index.js';
import type { LastAdapter } from '../../runtime/backends/webgpu/tuning/last-adapter.js';
import { formatDiagnostic } from '../check/format-diagnostic.js';
import { analyseFile } from '../shared/analyse-file.js';
import { oneOf, readArguments, UsageError, wholeNumber } from '../shared/arguments.js';
import { print, printError, printFailure, printJson } from '../shared/output.js';
import { loadLastAdapter } from '../train/last-adapter.js';
import { optimizerNames, type SummaryOptions, summarise } from './summarise.js';
import { summaryJson } from './summary-json.js';
import { summaryText } from './summary-text.js';

export const usage = `cnn summary FILE [options]

  --network NAME     one network of the file; default: all
  --batch N          images in a batch; default: that of the network's train statement, or 1
  --optimizer NAME   ${optimizerNames.join(', ')} (sgd with momentum 0.9);
                     default: that of the train statement, or sgd
  --adapter WHICH    the graphics adapter for which memory is planned: last (the one that cnn train last used) or
                     unknown (the default: the same figures on every machine)
  --json             {networks: [{name, batch, layers, totals, memory}]}; memory in bytes

Exit code: 0, 1 when the file has errors (the figures of its other layers are printed), 2 when it could not be read
or the output not be written.`;

/** Runs the command; resolves with its exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const { file, network, json, summaryOptions } = readOptions(args);
  const source = analyseFile(file);
  if (source.kind === 'unreadable') {
    printFailure(source.reason);
    return 2;
  }
  const { analysis, text } = source;
  const networks = chooseNetworks(analysis, file, network);
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  const colour = process.stderr.isTTY === true && process.stderr.hasColors();
  const shown = { file, lines: splitLines(text) };
  for (const diagnostic of errors) printError(formatDiagnostic(shown, diagnostic, colour));
  const summaries = networks.map((chosen) => summarise(analysis, chosen, summaryOptions));
  if (json) printJson(summaryJson(summaries), 2);
  else print(summaries.map(summaryText).join('\n\n'));
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
  const summaryOptions: SummaryOptions = {
    batch: wholeNumber('batch', values.batch, { max: 1_000_000 }),
    optimizer: values.optimizer === undefined ? undefined : oneOf('optimizer', values.optimizer, optimizerNames),
    adapter: findAdapter(oneOf('adapter', values.adapter, ['last', 'unknown'])),
  };
  return { file, network: values.network, json: values.json, summaryOptions };
}

function findAdapter(which: 'last' | 'unknown'): LastAdapter | undefined {
  if (which === 'unknown') return undefined;
  const adapter = loadLastAdapter();
  if (!adapter)
    throw new UsageError(
      'No adapter is known yet: cnn train remembers the one it trains on. Train on WebGPU, or leave --adapter out.',
    );
  return adapter;
}

function chooseNetworks({ networks }: Analysis, file: string, name: string | undefined): readonly NetworkAnalysis[] {
  if (name === undefined) return networks;
  const chosen = networks.filter((network) => network.name === name);
  if (chosen.length > 0) return chosen;
  const known = networks.length === 0 ? 'none' : networks.map((network) => network.name).join(', ');
  throw new UsageError(`${basename(file)} has no network ${name}. Its networks: ${known}.`);
}
