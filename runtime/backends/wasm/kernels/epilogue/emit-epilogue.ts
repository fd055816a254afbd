// What is done to each vector of a result on its way to memory: one value of `Epilogue` (runtime/ir) after the other.
import { type Epilogue, stepInputs } from '../../../../ir/index.js';
import { f32x4, type I32, i32, type V128, v128 } from '../../emitter/index.js';
import type { StageContext } from '../kernel.js';
import { emitPointwise, emitPointwiseGradient } from './activations.js';
import { emitDropout } from './dropout.js';
import type { ResultPlace } from './result-place.js';

export function epilogueReadsChannels(epilogue: readonly Epilogue[] = []): boolean {
  return epilogue.some(({ kind }) => kind === 'normalise');
}

/**
 * The value after all steps. Values beyond the result's end may be read, and mean nothing.
 * @param inputs what the steps read, in order: the last inputs of the instruction
 */
export function emitEpilogue(
  context: StageContext,
  epilogue: readonly Epilogue[] = [],
  value: V128,
  place: ResultPlace,
): V128 {
  const { f, inputs } = context;
  let next = inputs.length - epilogue.reduce((count, step) => count + stepInputs(step), 0);
  const current = f.local('v128', value);
  const same = (address: I32) => v128.load(i32.add(address, place.offset), place.constantOffset);
  for (const step of epilogue) {
    const reads = inputs.slice(next, next + stepInputs(step));
    next += reads.length;
    switch (step.kind) {
      case 'pointwise':
        f.set(current, emitPointwise(context, step.function, current));
        break;
      case 'pointwise-gradient': {
        const at = f.local('v128', same(reads[0]));
        f.set(current, emitPointwiseGradient(context, step.function, at, current));
        break;
      }
      case 'add':
        f.set(current, f32x4.add(current, same(reads[0])));
        break;
      case 'dropout':
        f.set(current, emitDropout(context, step, current, place));
        break;
      case 'normalise': {
        const { channel, constantChannel = 0 } = place;
        if (!channel) throw new Error('a step that normalises needs to know its channels');
        const ofChannel = (address: I32) => v128.load(i32.add(address, channel), constantChannel);
        const [mean, variance, ...affine] = reads;
        const deviation = f32x4.sqrt(f32x4.add(ofChannel(variance), f32x4.constSplat(step.eps)));
        f.set(current, f32x4.div(f32x4.sub(current, ofChannel(mean)), deviation));
        const scale = step.scale ? affine[0] : undefined;
        const shift = step.shift ? affine[step.scale ? 1 : 0] : undefined;
        if (scale) f.set(current, f32x4.mul(current, ofChannel(scale)));
        if (shift) f.set(current, f32x4.add(current, ofChannel(shift)));
        break;
      }
    }
  }
  return current;
}
