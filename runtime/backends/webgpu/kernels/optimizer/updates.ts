// Optimizer updates in place, elementwise: the rules stated by `Update` (runtime/ir). Learning rate and step number
// come from the step's settings, so that a schedule needs no new kernel; the other hyperparameters are constants.

import type { ComputationOf, Update } from '../../../../ir/index.js';
import { elementwise } from '../../shaders/elementwise.js';
import type { Emitter } from '../../shaders/emitter.js';
import { input, type KernelSource, type KernelsOf, output } from '../../shaders/kernel.js';
import { f32, wgsl } from '../../shaders/wgsl.js';

/** WGSL that changes `w` and the states at `i`; it sees the learning `rate` and the clipped `gradient`. */
type Rule = KernelSource['body'];

/** The kernel of [w, dw, ...states, factor?] -> [w, ...states]. */
function update(
  layer: string | undefined,
  { kind, size, clip }: Update,
  states: readonly string[],
  rule: Rule,
): KernelSource {
  const clipped = ({ load }: Emitter) => {
    if (clip?.kind === 'norm') return `${load('factor', '0')} * ${load('dw', 'i')}`;
    if (clip?.kind !== 'value') return load('dw', 'i');
    return `clamp(${load('dw', 'i')}, T(${f32(-clip.limit)}), T(${f32(clip.limit)}))`;
  };
  return elementwise({
    label: `${layer}: ${kind}`,
    size,
    scalars: clip?.kind === 'norm' ? [{ name: 'factor', binding: input(2 + states.length) }] : [],
    buffers: [
      { name: 'dw', binding: input(1) },
      ...['w', ...states].map((name, index) => ({ name, binding: output(index) })),
    ],
    settings: true,
    body: (emit) => `
  let rate = settings.learning_rate;
  let gradient = ${clipped(emit)};
${rule(emit)}`,
  });
}

const withDecay = ({ load }: Emitter, weightDecay: number) =>
  weightDecay === 0 ? 'gradient' : `gradient + ${f32(weightDecay)} * ${load('w', 'i')}`;

export const sgd: KernelsOf<ComputationOf<'sgd'>> = ({ computation, layer }) => {
  const { momentum, nesterov, weightDecay } = computation;
  if (momentum === 0) {
    const plain: Rule = (emit) => `  ${emit.store('w', 'i', `rate * (${withDecay(emit, weightDecay)})`, '-=')}`;
    return [update(layer, computation, [], plain)];
  }
  const rule: Rule = (emit) => `
  let g = ${withDecay(emit, weightDecay)};
  let velocity = ${f32(momentum)} * ${emit.load('v', 'i')} + g;
  ${emit.store('v', 'i', 'velocity')}
  ${emit.store('w', 'i', `rate * ${nesterov ? `(g + ${f32(momentum)} * velocity)` : 'velocity'}`, '-=')}`;
  return [update(layer, computation, ['v'], rule)];
};

export const adagrad: KernelsOf<ComputationOf<'adagrad'>> = ({ computation, layer }) => {
  const rule: Rule = (emit) => `
  let g = ${withDecay(emit, computation.weightDecay)};
  let squares = ${emit.load('s', 'i')} + g * g;
  ${emit.store('s', 'i', 'squares')}
  ${emit.store('w', 'i', `rate * g / (sqrt(squares) + ${f32(computation.eps)})`, '-=')}`;
  return [update(layer, computation, ['s'], rule)];
};

export const rmsprop: KernelsOf<ComputationOf<'rmsprop'>> = ({ computation, layer }) => {
  const { decay, eps, weightDecay } = computation;
  const rule: Rule = (emit) => `
  let g = ${withDecay(emit, weightDecay)};
  let squares = ${f32(decay)} * ${emit.load('s', 'i')} + ${f32(1 - decay)} * g * g;
  ${emit.store('s', 'i', 'squares')}
  ${emit.store('w', 'i', `rate * g / (sqrt(squares) + ${f32(eps)})`, '-=')}`;
  return [update(layer, computation, ['s'], rule)];
};

export const adam: KernelsOf<ComputationOf<'adam'>> = ({ computation, layer }) => {
  const { beta1, beta2, eps, weightDecay, decoupled } = computation;
  const rule: Rule = (emit) => {
    const w = emit.load('w', 'i');
    return `
  let before = ${decoupled ? `${w} * (1 - rate * ${f32(weightDecay)})` : w};
  let g = ${decoupled ? 'gradient' : withDecay(emit, weightDecay)};
  let mean = ${f32(beta1)} * ${emit.load('m', 'i')} + ${f32(1 - beta1)} * g;
  let squares = ${f32(beta2)} * ${emit.load('s', 'i')} + ${f32(1 - beta2)} * g * g;
  ${emit.store('m', 'i', 'mean')}
  ${emit.store('s', 'i', 'squares')}
  let steps = f32(settings.step) + 1;
  ${share('meanShare', beta1)}
  ${share('squaresShare', beta2)}
  ${emit.store('w', 'i', `before - rate * (mean / meanShare) / (sqrt(squares / squaresShare) + ${f32(eps)})`)}`;
  };
  return [update(layer, computation, ['m', 's'], rule)];
};

/**
 * Declares `name` = 1 - beta^steps: how much of a mean of all steps an average that began at 0 holds by now. As
 * -(exp(a) - 1) with a = steps*ln(beta), by a series where a is so small that the difference would lose digits.
 */
function share(name: string, beta: number): string {
  if (beta === 0) return `let ${name} = 1.0f;`;
  const a = `${name}Exponent`;
  const series = [7, 6, 5, 4, 3, 2].reduce((sum, n) => wgsl`(1 + ${a} / ${n}.0f * ${sum})`, '1.0f');
  return `let ${a} = steps * ${f32(Math.log(beta))};
  let ${name} = select(1 - exp(${a}), -${a} * ${series}, ${a} > -0.3f);`;
}
