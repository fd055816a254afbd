// The custom request of protocol.ts: the network at a place, ready to be trained, or why it cannot be.
import {
  type Analysis,
  defaultJob,
  findLayerLine,
  type NetworkAnalysis,
  type Position,
  writtenJob,
} from '../../language/index.js';
import type { CompileError, CompileParams, CompileResult } from '../protocol.js';
import type { Planner } from '../workspace/planned-memory.js';
import { comparePositions, contains } from './places.js';

/** The answer for a place in a file that was analysed; a file with errors is not trained. */
export function compile(analysis: Analysis, position: Position, planner: Planner): CompileResult {
  const errors = errorsOf(analysis);
  if (errors.length > 0) return { kind: 'errors', errors };
  const network = networkAt(analysis, position);
  if (!network) return refuse(position.line, 'there is no network in this file to train.');
  const job = jobAt(analysis, position)?.job ?? writtenJob(analysis, network.name) ?? defaultJob(network.name);
  const { training } = planner.memoryOf(network.graph, job);
  const { graph } = network;
  return {
    kind: 'ready',
    graph,
    job,
    trainingBytes: training,
    lines: graph.layers.map(({ id }) => findLayerLine(network, id)),
  };
}

/** An answer that names one reason. */
export function refuse(line: number, message: string): CompileResult {
  return { kind: 'errors', errors: [{ line, message }] };
}

function errorsOf(analysis: Analysis): CompileError[] {
  return analysis.diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ range, message }) => ({ line: range.start.line, message }))
    .sort((a, b) => a.line - b.line);
}

function jobAt(analysis: Analysis, position: Position) {
  return analysis.jobs.find(({ range }) => contains(range, position));
}

/** The network or the job's network around a place, else the last one before it, else the first. */
function networkAt(analysis: Analysis, position: Position): NetworkAnalysis | undefined {
  const job = jobAt(analysis, position);
  const { networks } = analysis;
  if (job) return networks.find(({ name }) => name === job.network);
  const before = networks.filter(({ range }) => comparePositions(range.start, position) <= 0);
  return networks.find(({ range }) => contains(range, position)) ?? before[before.length - 1] ?? networks[0];
}

/** Checks what a client sent; undefined when it is no such request. */
export function readCompileParams(params: unknown): CompileParams | undefined {
  if (typeof params !== 'object' || params === null) return undefined;
  const { uri, position } = params as Partial<Record<keyof CompileParams, unknown>>;
  if (typeof uri !== 'string' || typeof position !== 'object' || position === null) return undefined;
  const { line, character } = position as Partial<Record<keyof Position, unknown>>;
  return isPlace(line) && isPlace(character) ? { uri, position: { line, character } } : undefined;
}

function isPlace(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
