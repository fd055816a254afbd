// Step functions on the integers that repeat after a period, plus an advance: f(i + period) = f(i) + advance. An end of
// the interval that unit i of a layer sees is one, and has few steps where its period is long (nearest upsampling).
// Both ends are minima here: the far end is stored mirrored, as the function i -> -end(-i).
import type { AxisView } from '../../layers/views.js';
import { limits } from '../../limits.js';

/** Its form is unique: the shortest period, and a break only where the value changes. */
export interface StepFunction {
  readonly period: number;
  readonly advance: number;
  /** Where the value changes, in [0, period), ascending; [0] for a constant. */
  readonly breaks: readonly number[];
  /** From each break to the next. Infinity: the unit sees nothing. */
  readonly values: readonly number[];
  /** It never falls and is finite everywhere. */
  readonly rises: boolean;
}

/** f(i) = first + advance*i */
export function affine(first: number, advance: number): StepFunction {
  return { period: 1, advance, breaks: start, values: [first], rises: first < Number.POSITIVE_INFINITY };
}

const start: readonly number[] = [0];

export function valueAt({ period, advance, breaks, values }: StepFunction, index: number): number {
  const turns = Math.floor(index / period);
  const place = index - turns * period;
  let [low, high] = [0, breaks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (breaks[middle] <= place) low = middle + 1;
    else high = middle;
  }
  const value = low === 0 ? values[values.length - 1] - advance : values[low - 1];
  return value + turns * advance;
}

/** Whether advance/period is the same fraction. */
export function haveEqualSlopes(a: StepFunction, b: StepFunction): boolean {
  if (a.period === b.period) return a.advance === b.advance;
  const [ofA, ofB] = [greatestCommonDivisor(a.period, a.advance), greatestCommonDivisor(b.period, b.advance)];
  return a.period / ofA === b.period / ofB && a.advance / ofA === b.advance / ofB;
}

/** The least common period; undefined where it cannot be counted. */
export function commonPeriod(a: number, b: number): number | undefined {
  return counted((a / greatestCommonDivisor(a, b)) * b);
}

/** The least value over `from` <= i <= `to`. */
export function leastOver(f: StepFunction, from: number, to: number): number {
  const first = valueAt(f, from);
  if (f.rises) return first;
  // The advance is never below 0, so that the least value comes within a period.
  const last = Math.min(to, from + f.period - 1);
  const turn = Math.floor(from / f.period) * f.period;
  return [turn, turn + f.period]
    .flatMap((origin) => f.breaks.map((place) => origin + place))
    .filter((index) => index > from && index <= last)
    .reduce((least, index) => Math.min(least, valueAt(f, index)), first);
}

/** i -> the least f(j) over the inputs j that output i sees; undefined where that takes too many steps. */
export function seenThrough(f: StepFunction, view: AxisView): StepFunction | undefined {
  const { step, per, from, to, gap } = view;
  const outPeriod = (f.period / greatestCommonDivisor(step, per * f.period)) * per;
  const turns = (step * outPeriod) / (per * f.period);
  if (counted(outPeriod * step) === undefined) return undefined;
  const out = { period: outPeriod, advance: f.advance * turns };
  const hasGaps = per > 1 && (gap > 1 || to - from + 1 < per);
  // Of a function that rises, the first input seen is the least.
  return f.rises && !hasGaps ? sampled(f, view, out) : leastSeen(f, view, out);
}

/** i -> the lesser value, for functions of one slope; undefined where that takes too many steps. */
export function lesserOf(f: StepFunction, g: StepFunction): StepFunction | undefined {
  if (f === g) return f;
  const period = commonPeriod(f.period, g.period);
  if (period === undefined || stepsIn(f, period) + stepsIn(g, period) > limits.fieldSteps) return undefined;
  const breaks = [...new Set([0, ...breaksOver(f, 0, period), ...breaksOver(g, 0, period)])].sort((a, b) => a - b);
  const values = breaks.map((index) => Math.min(valueAt(f, index), valueAt(g, index)));
  return canonical({ period, advance: f.advance * (period / f.period) }, breaks, values);
}

/** How many steps it has within a multiple of its period. */
export function stepsIn({ breaks, period }: StepFunction, multiple: number): number {
  return (multiple / period) * breaks.length;
}

/** The breaks in [from, to), ascending. */
export function breaksOver({ breaks, period }: StepFunction, from: number, to: number): number[] {
  const found: number[] = [];
  for (let turn = Math.floor(from / period) * period; turn < to; turn += period) {
    for (const place of breaks) if (turn + place >= from && turn + place < to) found.push(turn + place);
  }
  return found;
}

type Repetition = Pick<StepFunction, 'period' | 'advance'>;

/** i -> f(ceil((step*i + from)/per)): each step of f begins at the first i that reaches it. */
function sampled(f: StepFunction, { step, per, from }: AxisView, out: Repetition): StepFunction | undefined {
  const turns = (step * out.period) / (per * f.period);
  if (turns * f.breaks.length > out.period) return sampledEach(f, { step, per, from }, out);
  if (turns * f.breaks.length > limits.fieldSteps) return undefined;
  const offset = from + per - 1;
  const breaks: number[] = [];
  const values: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    for (let index = 0; index < f.breaks.length; index++) {
      const begin = Math.ceil((per * (f.breaks[index] + turn * f.period) - offset) / step);
      // Of the steps between two outputs, the last counts.
      if (breaks[breaks.length - 1] === begin) values.pop();
      else breaks.push(begin);
      values.push(f.values[index] + turn * f.advance);
    }
  }
  return canonical(out, ...turned(out, breaks, values));
}

/** As `sampled`, where outputs are fewer than the steps they pass. */
function sampledEach(
  f: StepFunction,
  { step, per, from }: Pick<AxisView, 'step' | 'per' | 'from'>,
  out: Repetition,
): StepFunction | undefined {
  if (out.period > limits.fieldSteps) return undefined;
  const indices = Array.from({ length: out.period }, (_, index) => index);
  return canonical(
    out,
    indices,
    indices.map((index) => valueAt(f, Math.ceil((step * index + from) / per))),
  );
}

/** Moves breaks of one period, wherever it begins, into [0, period). */
function turned({ period, advance }: Repetition, breaks: readonly number[], values: readonly number[]) {
  // The next period's first step begins where the last does, and counts.
  const isLastCovered = breaks.length > 1 && breaks[breaks.length - 1] === breaks[0] + period;
  const steps = breaks.slice(0, isLastCovered ? -1 : undefined).map((place, index) => {
    const turns = Math.floor(place / period);
    return [place - turns * period, values[index] - turns * advance] as const;
  });
  steps.sort(([a], [b]) => a - b);
  return [steps.map(([place]) => place), steps.map(([, value]) => value)] as const;
}

/** i -> the least f(j), each j looked at. */
function leastSeen(f: StepFunction, view: AxisView, out: Repetition): StepFunction | undefined {
  const { per, gap, from, to } = view;
  const apart = per / greatestCommonDivisor(gap, per);
  const between = (apart * gap) / per;
  // After these, inputs come again a period later, where f is no less.
  const differing = f.period / greatestCommonDivisor(between, f.period);
  const count = Math.floor((to - from) / gap) + 1;
  const looked = Math.min(count, apart + apart * differing);
  if (out.period * looked > limits.fieldSteps * 16) return undefined;
  const indices = Array.from({ length: out.period }, (_, index) => index);
  const values = indices.map((index) => {
    let least = Number.POSITIVE_INFINITY;
    for (let tap = 0; tap < looked; tap++) {
      const input = (view.step * index + from + tap * gap) / per;
      if (Number.isInteger(input)) least = Math.min(least, valueAt(f, input));
    }
    return least;
  });
  return canonical(out, indices, values);
}

/** The unique form of a function with these steps: breaks ascending in [0, period), some perhaps without a change. */
function canonical(
  { period, advance }: Repetition,
  breaks: readonly number[],
  values: readonly number[],
): StepFunction {
  const before = (index: number) => (index === 0 ? values[values.length - 1] - advance : values[index - 1]);
  const changes = values.flatMap((value, index) => (value === before(index) ? [] : index));
  if (changes.length === 0) return affine(values[0], 0);
  const turns = repetitions({ period, advance }, breaks, values, changes);
  const kept = changes.slice(0, changes.length / turns);
  return {
    period: period / turns,
    advance: advance / turns,
    breaks: kept.map((index) => breaks[index]),
    values: kept.map((index) => values[index]),
    rises: changes.every((index) => values[index] > before(index) && values[index] < Number.POSITIVE_INFINITY),
  };
}

/** How often the steps at `changes` repeat within the period, as often as they do. */
function repetitions(
  { period, advance }: Repetition,
  breaks: readonly number[],
  values: readonly number[],
  changes: readonly number[],
): number {
  const count = changes.length;
  for (let turns = count; turns > 1; turns--) {
    if (count % turns !== 0 || period % turns !== 0 || advance % turns !== 0) continue;
    const steps = count / turns;
    const repeats = changes.every((index, at) => {
      if (at + steps >= count) return true;
      const next = changes[at + steps];
      return (
        breaks[next] - breaks[index] === period / turns && isAdvanced(values[index], values[next], advance / turns)
      );
    });
    if (repeats) return turns;
  }
  return 1;
}

/** Infinity is advanced by anything. */
function isAdvanced(value: number, next: number, advance: number): boolean {
  return value + advance === next;
}

/** A number that a double holds exactly. */
function counted(value: number): number | undefined {
  return value <= limits.field ? value : undefined;
}

export function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
