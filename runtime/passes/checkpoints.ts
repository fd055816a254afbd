// Gradient checkpointing: the way there is cut into segments, and of each but the last only what lies on a cut is
// kept; the way back makes the rest of a segment anew when it comes to it. About the root of the memory, for one more
// way there (Chen, Xu, Zhang and Guestrin, "Training Deep Nets with Sublinear Memory Cost", 2016).
import { type Program, tensorBytes, traitsOf } from '../ir/index.js';
import type { ForwardProfile } from './recompute.js';

/** What the way there looks like to whoever cuts it. */
interface Course {
  /** By tensor: bytes; 0 for what is not made on the way there. */
  readonly bytes: Float64Array;
  /** By place: the bytes of all tensors that are made before and read by the way back. */
  readonly until: Float64Array;
  /** By place: the bytes of tensors that are made before it, and read there or later on the way there. */
  readonly across: Float64Array;
}

/** The tensors to forget for the least memory, as far as the numbers of segments that are tried tell. */
export function checkpointedTensors(program: Program, profile: ForwardProfile): Set<number> {
  const course = courseOf(program, profile);
  let best: { forgotten: Set<number>; bytes: number } | undefined;
  for (let segments = 2; segments <= profile.forward; segments = Math.ceil(segments * 1.5)) {
    const tried = forgottenBetween(program, profile, course, cutsOf(course, profile.forward, segments));
    if (!best || tried.bytes < best.bytes) best = tried;
  }
  return best?.forgotten ?? new Set();
}

function courseOf(
  { tensors, step }: Program,
  { forward, producer, lastForward, firstBackward }: ForwardProfile,
): Course {
  const bytes = Float64Array.from(tensors, (tensor) => (producer[tensor.id] === -1 ? 0 : tensorBytes(tensor)));
  const until = new Float64Array(forward + 1);
  const across = new Float64Array(forward + 1);
  step.slice(0, forward).forEach(({ outputs }, time) => {
    until[time + 1] = until[time];
    for (const tensor of outputs) {
      if (firstBackward[tensor] !== -1) until[time + 1] += bytes[tensor];
      const last = lastForward[tensor];
      if (last <= time) continue;
      across[time + 1] += bytes[tensor];
      if (last < forward) across[last + 1] -= bytes[tensor];
    }
  });
  for (let time = 1; time <= forward; time++) across[time] += across[time - 1];
  return { bytes, until, across };
}

/** Places to cut at: near where equal shares of the bytes end, there where the least lies on the cut. */
function cutsOf({ until, across }: Course, forward: number, segments: number): number[] {
  const total = until[forward];
  const cuts: number[] = [];
  let place = 0;
  for (let segment = 1; segment < segments; segment++) {
    const from = ((segment - 0.5) / segments) * total;
    const to = ((segment + 0.5) / segments) * total;
    while (place < forward && until[place] < from) place++;
    let cut = place;
    for (; place < forward && until[place] <= to; place++) if (across[place] < across[cut]) cut = place;
    if (cut > (cuts.at(-1) ?? 0) && cut < forward) cuts.push(cut);
  }
  return cuts;
}

/**
 * What is forgotten with these cuts, and about how many bytes are then needed at once: the kept and the largest
 * segment.
 */
function forgottenBetween(
  { step }: Program,
  { forward, firstBackward, lastForward, producer }: ForwardProfile,
  { bytes }: Course,
  cuts: readonly number[],
): { forgotten: Set<number>; bytes: number } {
  const forgotten = new Set<number>();
  let kept = 0;
  let largest = 0;
  let segment = 0;
  let next = 0;
  const end = cuts.at(-1) ?? 0;
  step.slice(0, forward).forEach(({ computation, outputs }, time) => {
    if (time === cuts[next]) {
      largest = Math.max(largest, segment);
      segment = 0;
      next++;
    }
    for (const tensor of outputs) {
      if (producer[tensor] === -1) continue;
      const crosses = cuts[next] !== undefined && lastForward[tensor] >= cuts[next];
      // Statistics are as small as their sums are long.
      if (crosses || traitsOf(computation).computesStatistics) kept += bytes[tensor];
      else {
        if (time < end) forgotten.add(tensor);
        if (firstBackward[tensor] !== -1 || time < end) segment += bytes[tensor];
      }
    }
  });
  return { forgotten, bytes: kept + Math.max(largest, segment) };
}
