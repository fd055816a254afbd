// One end of the intervals that the units of a layer see: the least of step functions, one for each slope. A second
// slope comes from a join of branches whose strides differ.
import type { AxisView } from '../../layers/views.js';
import { limits } from '../../limits.js';
import { haveEqualSlopes, leastOver, lesserOf, type StepFunction, seenThrough, valueAt } from './step-function.js';

/** Their slopes differ; at least one. */
export type Edge = readonly StepFunction[];

export function edgeAt(edge: Edge, index: number): number {
  if (edge.length === 1) return valueAt(edge[0], index);
  return edge.reduce((least, f) => Math.min(least, valueAt(f, index)), Number.POSITIVE_INFINITY);
}

/** Its least value over `from` <= i <= `to`. */
export function edgeOver(edge: Edge, from: number, to: number): number {
  return edge.reduce((least, f) => Math.min(least, leastOver(f, from, to)), Number.POSITIVE_INFINITY);
}

/** The edge behind a layer; undefined where it cannot be counted. */
export function edgeThrough(edge: Edge, view: AxisView): Edge | undefined {
  return gather(edge.map((f) => seenThrough(f, view)));
}

/** The edge of what two branches see together; undefined where it cannot be counted. */
export function joinEdges(a: Edge, b: Edge): Edge | undefined {
  return a === b ? a : gather([...a, ...b]);
}

function gather(functions: readonly (StepFunction | undefined)[]): Edge | undefined {
  const edge: StepFunction[] = [];
  for (const f of functions) {
    if (f === undefined) return undefined;
    const same = edge.findIndex((other) => haveEqualSlopes(f, other));
    const lesser = same === -1 ? f : lesserOf(edge[same], f);
    if (lesser === undefined) return undefined;
    if (same === -1) edge.push(f);
    else edge[same] = lesser;
  }
  return edge.length > limits.fieldSlopes ? undefined : withoutCovered(edge);
}

/** Leaves out what another makes irrelevant: a branch that sees nothing, and all others beside one that sees all. */
function withoutCovered(edge: Edge): Edge {
  if (edge.length === 1) return edge;
  const all = edge.find((f) => f.advance === 0 && f.values.every((value) => value === Number.NEGATIVE_INFINITY));
  if (all) return [all];
  const seeing = edge.filter(({ values }) => values.some((value) => value < Number.POSITIVE_INFINITY));
  return seeing.length === 0 ? [edge[0]] : seeing;
}
