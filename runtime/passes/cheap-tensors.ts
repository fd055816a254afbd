// What is cheaper to make anew than to keep: results of a single pass over tensors that are kept anyway, such as a
// normalisation's, whose input its gradient reads. In networks with batch normalisation that is half of all
// activations.
import { type Program, sizeOf, traitsOf } from '../ir/index.js';
import type { ForwardProfile } from './recompute.js';

/**
 * Cheap tensors in a chain, each made of the one before: the next is kept, or the chain would be as long as the
 * network.
 */
const longest = 2;

/**
 * The tensors to forget, of those for which `may` says so. One is forgotten where all it is made from is read by the
 * way back at that time or later, so that nothing is kept for its sake.
 */
export function cheapTensors(program: Program, profile: ForwardProfile, may: (tensor: number) => boolean): Set<number> {
  const { forward, lastForward, firstBackward, lastBackward, producer } = profile;
  const madeFrom = valuesMadeFrom(program, forward);
  /** By forgotten tensor: how many forgotten ones it hangs on in a chain, itself included. */
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
    // Near the turning point it would be made anew before its memory could serve anybody else.
    if (madeFrom[lastForward[tensor] + 1] < valuesOf(program, tensor)) return;
    // What is not made on the way there, parameters and images, is there all the time.
    const made = inputs.filter((input) => producer[input] !== -1);
    if (!made.every((input) => lastBackward[input] >= firstBackward[tensor] && may(input))) return;
    const chain = 1 + Math.max(0, ...made.map((input) => depth.get(input) ?? 0));
    if (chain <= longest) depth.set(tensor, chain);
  });
  return new Set(depth.keys());
}

function valuesOf({ tensors }: Program, tensor: number): number {
  return sizeOf(tensors[tensor].shape);
}

/** By place on the way there: how many values are made from there to its end. */
function valuesMadeFrom(program: Program, forward: number): Float64Array {
  const made = new Float64Array(forward + 1);
  for (let time = forward - 1; time >= 0; time--) {
    const { outputs } = program.step[time];
    made[time] = made[time + 1] + outputs.reduce((sum, output) => sum + valuesOf(program, output), 0);
  }
  return made;
}
