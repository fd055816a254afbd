// Whether two branches of a join are centred on the same pixels.
import { type AxisField, edgesOf, unitAt } from './axis-field.js';
import { changesOf } from './axis-figures.js';
import type { UnitFields } from './receptive-field.js';
import { commonPeriod, haveEqualSlopes } from './step-function.js';

/**
 * Whether equal units of two tensors are centred on different pixels: their strides differ, or their centres do in the
 * mean over a period, since upsampling moves each unit a little to the one side or the other. A tensor whose units all
 * see the same, or that joined different strides before, is centred nowhere.
 */
export function areMisaligned(a: UnitFields, b: UnitFields): boolean {
  if (a === b) return false;
  return areAxesMisaligned(a.axes[0], b.axes[0]) || areAxesMisaligned(a.axes[1], b.axes[1]);
}

function areAxesMisaligned(a: AxisField, b: AxisField): boolean {
  if (a === b || !hasGrid(a) || !hasGrid(b)) return false;
  if (a.kind === 'uniform' && b.kind === 'uniform') {
    return a.advance !== b.advance || a.first + a.last !== b.first + b.last;
  }
  const [ofA, ofB] = [edgesOf(a), edgesOf(b)];
  if (!haveEqualSlopes(ofA.near[0], ofB.near[0])) return true;
  const period = commonPeriod(periodOf(a), periodOf(b))!;
  const changes = [...new Set([...changesOf(ofA, period), ...changesOf(ofB, period)])].sort((x, y) => x - y);
  let difference = 0;
  changes.forEach((index, at) => {
    const units = (changes[at + 1] ?? period) - index;
    const [seenByA, seenByB] = [unitAt(a, index), unitAt(b, index)];
    if (seenByA.first > seenByA.last || seenByB.first > seenByB.last) return;
    difference += units * (seenByA.first + seenByA.last - seenByB.first - seenByB.last);
  });
  return difference !== 0;
}

function periodOf(field: Exclude<AxisField, { kind: 'uncounted' }>): number {
  return field.kind === 'uniform' ? 1 : field.period;
}

/** Whether neighbouring units are one stride apart. */
function hasGrid(field: AxisField): field is Exclude<AxisField, { kind: 'uncounted' }> {
  if (field.kind !== 'varied') return field.kind === 'uniform' && field.advance > 0;
  const { near, far } = field;
  const slopes = [...near, ...far];
  return slopes.every((f) => f.advance > 0 && haveEqualSlopes(f, near[0]));
}
