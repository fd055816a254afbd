// Gradient checkpointing: cuts the forward pass into segments and stores only what crosses a cut; the backward pass
// recomputes the rest of a segment when it reaches it. Memory falls to about its square root, for one more forward
// pass (Chen, Xu, Zhang and Guestrin, "Training Deep Nets with Sublinear Memory Cost", 2016).
import { type Program, tensorBytes, traitsOf } from '../ir/index.js';
import type { ForwardProfile } from './recompute.js';

/** The bytes of the forward pass, on which the choice of cuts depends. */
interface ForwardBytes {
  /** By tensor: its bytes; 0 if the forward pass does not compute it. */
  readonly tensor: Float64Array;
  /** By instruction: bytes of all tensors computed before it that the backward pass reads. */
  readonly storedBefore: Float64Array;
  /** By instruction: bytes of tensors computed before it that it or a later one of the forward pass reads. */
  readonly across: Float64Array;
}

/** The tensors to recompute: of the segment counts tried, those of the count with the least memory. */
export function checkpointedTensors(program: Program, profile: ForwardProfile): Set<number> {
  const bytes = countForwardBytes(program, profile);
  let best: { recomputed: Set<number>; bytes: number } | undefined;
  for (let segments = 2; segments <= profile.forward; segments = Math.ceil(segments * 1.5)) {
    const tried = recomputeBetween(program, profile, bytes, chooseCuts(bytes, profile.forward, segments));
    if (!best || tried.bytes < best.bytes) best = tried;
  }
  return best?.recomputed ?? new Set();
}

function countForwardBytes(
  { tensors, step }: Program,
  { forward, producer, lastForward, firstBackward }: ForwardProfile,
): ForwardBytes {
  const tensor = Float64Array.from(tensors, (each) => (producer[each.id] === -1 ? 0 : tensorBytes(each)));
  const storedBefore = new Float64Array(forward + 1);
  const across = new Float64Array(forward + 1);
  step.slice(0, forward).forEach(({ outputs }, time) => {
    storedBefore[time + 1] = storedBefore[time];
    for (const output of outputs) {
      if (firstBackward[output] !== -1) storedBefore[time + 1] += tensor[output];
      const last = lastForward[output];
      if (last <= time) continue;
      across[time + 1] += tensor[output];
      if (last < forward) across[last + 1] -= tensor[output];
    }
  });
  for (let time = 1; time <= forward; time++) across[time] += across[time - 1];
  return { tensor, storedBefore, across };
}

/** Cuts near the ends of equal shares of the stored bytes, each where the fewest bytes cross it. */
function chooseCuts({ storedBefore, across }: ForwardBytes, forward: number, segments: number): number[] {
  const total = storedBefore[forward];
  const cuts: number[] = [];
  let place = 0;
  for (let segment = 1; segment < segments; segment++) {
    const from = ((segment - 0.5) / segments) * total;
    const to = ((segment + 0.5) / segments) * total;
    while (place < forward && storedBefore[place] < from) place++;
    let cut = place;
    for (; place < forward && storedBefore[place] <= to; place++) if (across[place] < across[cut]) cut = place;
    if (cut > (cuts.at(-1) ?? 0) && cut < forward) cuts.push(cut);
  }
  return cuts;
}

/** The tensors recomputed with these cuts, and an estimate of the peak: the stored bytes and the largest segment. */
function recomputeBetween(
  { step }: Program,
  { forward, firstBackward, lastForward, producer }: ForwardProfile,
  { tensor: bytes }: ForwardBytes,
  cuts: readonly number[],
): { recomputed: Set<number>; bytes: number } {
  const recomputed = new Set<number>();
  let stored = 0;
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
      // Statistics are small and their sums are long.
      if (crosses || traitsOf(computation).computesStatistics) stored += bytes[tensor];
      else {
        if (time < end) recomputed.add(tensor);
        if (firstBackward[tensor] !== -1 || time < end) segment += bytes[tensor];
      }
    }
  });
  return { recomputed, bytes: stored + Math.max(largest, segment) };
}
