// `receptive/compile` of protocol.ts: the network at a position, ready to be trained, or why it cannot be.
import { type Analysis, defaultJob, findLayerLine, type Position, writtenJob } from '../../language/index.js';
import type { Interruptible } from '../../model/interruptible.js';
import { count, object, parse, text } from '../../model/schema.js';
import { findJobAt, findNearestNetwork } from '../cursor/nearest-network.js';
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

/** A network without errors is trained, whatever is wrong elsewhere in the file. */
function* compileAt({ analysis, planner }: Snapshot, position: Position): Interruptible<CompileResult> {
  const network = findNearestNetwork(analysis, position);
  const errors = findErrors(analysis);
  const isSound = network?.sound && analysis.jobs.every((each) => each.network !== network.name || each.job);
  if (!isSound && errors.length > 0) return { kind: 'errors', errors };
  if (!network) return refuse(position.line, 'there is no network in this file to train.');
  const { graph } = network;
  const job = findJobAt(analysis, position)?.job ?? writtenJob(analysis, network.name) ?? defaultJob(network.name);
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
