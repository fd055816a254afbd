// What each unit of a tensor sees of the input along one axis, for every integer as its index: those past the border
// are the padding's, whose fields continue the pattern (unclipped, as Distill counts).
import type { AxisView } from '../../layers/views.js';
import { limits } from '../../limits.js';
import { type Edge, edgeAt, edgeOver, edgeThrough, joinEdges } from './edge.js';
import { affine, commonPeriod, stepsIn } from './step-function.js';

/** Unit i sees the pixels from first + advance*i to last + advance*i. */
export interface Uniform {
  readonly kind: 'uniform';
  /** -Infinity and Infinity: all pixels. Infinity and -Infinity: none. */
  readonly first: number;
  readonly last: number;
  readonly advance: number;
}

/** Unit i sees the pixels from near(i) to -far(-i). */
export interface Varied {
  readonly kind: 'varied';
  readonly near: Edge;
  readonly far: Edge;
  /** Of all their steps together. */
  readonly period: number;
}

/** `pixels`: numbers past 2^53. `units`: more units with different fields than are computed. */
interface Uncounted {
  readonly kind: 'uncounted';
  readonly reason: 'pixels' | 'units';
}

export type AxisField = Uniform | Varied | Uncounted;

export interface Interval {
  readonly first: number;
  readonly last: number;
}

/** A pixel sees itself. */
export const ownPixel: AxisField = { kind: 'uniform', first: 0, last: 0, advance: 1 };
const allPixels: AxisField = {
  kind: 'uniform',
  first: Number.NEGATIVE_INFINITY,
  last: Number.POSITIVE_INFINITY,
  advance: 0,
};
const tooManyPixels: AxisField = { kind: 'uncounted', reason: 'pixels' };
const tooManyUnits: AxisField = { kind: 'uncounted', reason: 'units' };

/** Whether every unit sees the whole input because a layer before looked at all of it: global pooling or `fc`. */
export function seesAll(field: AxisField): boolean {
  return field.kind === 'uniform' && field.first === Number.NEGATIVE_INFINITY;
}

export function axisThrough(field: AxisField, view: AxisView): AxisField {
  const { step, per, from, to, gap } = view;
  if (field.kind === 'uncounted') return field;
  if (field.kind === 'uniform') {
    const { first, last, advance } = field;
    if (per === 1) return reuse(field, first + from * advance, last + to * advance, step * advance);
    if (advance === 0 && gap === 1 && to - from + 1 >= per) return field;
  }
  const { near, far } = edgesOf(field);
  return withEdges(edgeThrough(near, view), edgeThrough(far, { ...view, from: 0 - to, to: 0 - from }));
}

/** What all of a tensor's units see together, on an image with `pixels` along the axis. */
export function axisOverAll(field: AxisField, units: number, pixels: number): AxisField {
  if (field.kind === 'uncounted') return field;
  const { near, far } = edgesOf(field);
  const [least, most] = [edgeOver(near, 0, units - 1), 0 - edgeOver(far, 1 - units, 0)];
  return least <= 0 && most >= pixels - 1 ? allPixels : uniform(least, most, 0);
}

/** A tensor of one unit whose value is used at every place. */
export function axisOfFirst(field: AxisField): AxisField {
  if (field.kind === 'uncounted' || (field.kind === 'uniform' && field.advance === 0)) return field;
  const { first, last } = unitAt(field, 0);
  return uniform(first, last, 0);
}

/** What units see through two branches together: the smallest interval that holds both. */
export function joinAxes(a: AxisField, b: AxisField): AxisField {
  if (a === b || a.kind === 'uncounted' || seesAll(a)) return a;
  if (b.kind === 'uncounted' || seesAll(b)) return b;
  if (a.kind === 'uniform' && b.kind === 'uniform' && a.advance === b.advance) {
    return reuse(a, Math.min(a.first, b.first), Math.max(a.last, b.last), a.advance);
  }
  const [ofA, ofB] = [edgesOf(a), edgesOf(b)];
  return withEdges(joinEdges(ofA.near, ofB.near), joinEdges(ofA.far, ofB.far));
}

/** The interval that unit `index` sees; empty where first > last, and infinite where it is all pixels. */
export function unitAt(field: Uniform | Varied, index: number): Interval {
  if (field.kind === 'varied') return { first: edgeAt(field.near, index), last: 0 - edgeAt(field.far, 0 - index) };
  return { first: field.first + field.advance * index, last: field.last + field.advance * index };
}

/** Both forms as edges. */
export function edgesOf(field: Uniform | Varied): Pick<Varied, 'near' | 'far'> {
  if (field.kind === 'varied') return field;
  const { first, last, advance } = field;
  return { near: [affine(first, advance)], far: [affine(0 - last, advance)] };
}

function withEdges(near: Edge | undefined, far: Edge | undefined): AxisField {
  if (!near || !far) return tooManyUnits;
  const isTooLarge = [...near, ...far].some((f) => f.advance >= limits.field || f.values.some(isUncounted));
  if (isTooLarge) return tooManyPixels;
  const [first, last] = [near[0], far[0]];
  const isUniform = near.length === 1 && far.length === 1 && first.period === 1 && last.period === 1;
  if (isUniform && first.advance === last.advance) return uniform(first.values[0], 0 - last.values[0], first.advance);
  const period = periodOf(near, far);
  if (period === undefined) return tooManyUnits;
  const steps = [...near, ...far].reduce((sum, f) => sum + stepsIn(f, period), 0);
  return steps > limits.fieldSteps ? tooManyUnits : { kind: 'varied', near, far, period };
}

function periodOf(near: Edge, far: Edge): number | undefined {
  return [...near, ...far].reduce<number | undefined>((period, f) => period && commonPeriod(period, f.period), 1);
}

function reuse(field: Uniform, first: number, last: number, advance: number): AxisField {
  const isEqual = first === field.first && last === field.last && advance === field.advance;
  return isEqual ? field : uniform(first, last, advance);
}

function uniform(first: number, last: number, advance: number): AxisField {
  if (first === Number.NEGATIVE_INFINITY) return allPixels;
  if (isUncounted(first) || isUncounted(last) || advance >= limits.field) return tooManyPixels;
  return last - first >= limits.field ? tooManyPixels : { kind: 'uniform', first, last, advance };
}

/** Infinity stands for all pixels or none. */
function isUncounted(value: number): boolean {
  return Math.abs(value) >= limits.field && Math.abs(value) < Number.POSITIVE_INFINITY;
}
