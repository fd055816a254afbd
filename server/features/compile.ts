// `receptive/compile` of protocol.ts: the network at a position, ready to be trained, or why it cannot be.
import {
  type Analysis,
  comparePositions,
  contains,
  defaultJob,
  findLayerLine,
  type NetworkAnalysis,
  type Position,
  writtenJob,
} from '../../language/index.js';
import type { Interruptible } from '../../model/interruptible.js';
import { count, object, parse, text } from '../../model/schema.js';
import type { CompileError, CompileMethod, CompileParams, CompileResult } from '../protocol.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { LongFeature } from './feature.js';

const method: CompileMethod = 'receptive/compile';

/** Any client of the server may send the request, so its parameters are checked. */
const paramsSchema = object<CompileParams>({ uri: text, position: object({ line: count, character: count }) });

export const compile: LongFeature<unknown, CompileResult> = {
  method,
  capability: {},
  outlivesEdits: true,
  findUri: (params) => parse(paramsSchema, params)?.uri,
  compute(snapshot, params) {
    const { position } = parse(paramsSchema, params)!;
    return compileAt(snapshot, position);
  },
  handleNotOpen: (params) =>
    refuse(
      0,
      parse(paramsSchema, params) ? 'the file is not open in the editor.' : 'the request names no file and position.',
    ),
};

/** A file with errors is not trained. */
function* compileAt({ analysis, planner }: Snapshot, position: Position): Interruptible<CompileResult> {
  const errors = findErrors(analysis);
  if (errors.length > 0) return { kind: 'errors', errors };
  const network = networkAt(analysis, position);
  if (!network) return refuse(position.line, 'there is no network in this file to train.');
  const { graph } = network;
  const job = jobAt(analysis, position)?.job ?? writtenJob(analysis, network.name) ?? defaultJob(network.name);
  const { training: trainingBytes } = yield* planner.compute('memory', graph, job);
  return {
    kind: 'ready',
    graph,
    job,
    trainingBytes,
    lines: graph.layers.map(({ id }) => findLayerLine(network, id)),
  };
}

function refuse(line: number, message: string): CompileResult {
  return { kind: 'errors', errors: [{ line, message }] };
}

function findErrors(analysis: Analysis): CompileError[] {
  return analysis.diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ range, message }) => ({ line: range.start.line, message }))
    .sort((a, b) => a.line - b.line);
}

function jobAt(analysis: Analysis, position: Position) {
  return analysis.jobs.find(({ range }) => contains(range, position));
}

/** The network or the job's network around a position, else the last network before it, else the first. */
function networkAt(analysis: Analysis, position: Position): NetworkAnalysis | undefined {
  const job = jobAt(analysis, position);
  const { networks } = analysis;
  if (job) return networks.find(({ name }) => name === job.network);
  const before = networks.filter(({ range }) => comparePositions(range.start, position) <= 0);
  return networks.find(({ range }) => contains(range, position)) ?? before.at(-1) ?? networks[0];
}
