// Finds tensors that are cheaper to recompute than to store: results of a single pass over tensors that are stored
// anyway, such as a normalisation, whose gradient reads its input. With batch normalisation that is half of all
// activations.
import { type Program, sizeOf, traitsOf } from '../ir/index.js';
import type { ForwardProfile } from './recompute.js';

/** Length of a chain of recomputed tensors, each made from the one before; unlimited, it would span the network. */
const longestChain = 2;

/**
 * The tensors to recompute, among those that `may` allows. A tensor qualifies if the backward pass reads all its inputs
 * at that time or later, so that no input has to live longer because of it.
 */
export function cheapTensors(program: Program, profile: ForwardProfile, may: (tensor: number) => boolean): Set<number> {
  const { forward, lastForward, firstBackward, lastBackward, producer } = profile;
  const madeFrom = valuesMadeFrom(program, forward);
  /** By recomputed tensor: the length of its chain of recomputed tensors, itself included. */
  const depth = new Map<number, number>();
  program.step.slice(0, forward).forEach(({ computation, inputs, outputs }) => {
    const [tensor] = outputs as readonly [number, ...number[]];
    if (
      !traitsOf(computation).cheapToRecompute ||
      producer[tensor] === -1 ||
      firstBackward[tensor] === -1 ||
      !may(tensor)
    )
      return;
    // Close to the loss it would be recomputed before another tensor could use its memory.
    if (madeFrom[lastForward[tensor] + 1] < valuesOf(program, tensor)) return;
    // Parameters and images, which the forward pass does not compute, always exist.
    const made = inputs.filter((input) => producer[input] !== -1);
    if (!made.every((input) => lastBackward[input] >= firstBackward[tensor] && may(input))) return;
    const chain = 1 + Math.max(0, ...made.map((input) => depth.get(input) ?? 0));
    if (chain <= longestChain) depth.set(tensor, chain);
  });
  return new Set(depth.keys());
}

function valuesOf({ tensors }: Program, tensor: number): number {
  return sizeOf(tensors[tensor].shape);
}

/** By instruction of the forward pass: the number of values computed from it to the end of that pass. */
function valuesMadeFrom(program: Program, forward: number): Float64Array {
  const made = new Float64Array(forward + 1);
  for (let time = forward - 1; time >= 0; time--) {
    const { outputs } = program.step[time];
    made[time] = made[time + 1] + outputs.reduce((sum, output) => sum + valuesOf(program, output), 0);
  }
  return made;
}
