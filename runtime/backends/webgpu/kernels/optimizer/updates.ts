// What the optimizers do to a parameter, in place: the rules that `Update` (runtime/program) states. Elementwise. The
// learning rate and the count of steps come with the step's settings, so that a schedule needs no new kernel; what
// never changes is baked in.
import type { ComputationOf, Update } from '../../../../ir/index.js';
import { input, type Kernel, type KernelsOf, output } from '../../shaders/kernel.js';
import { f32 } from '../../shaders/wgsl.js';
import { elementwise } from '../pointwise/elementwise.js';

/**
 * The kernel of [w, dw, ...states, factor?] -> [w, ...states]; `rule` sees `w` and `gradient`, which is clipped, and
 * changes `w[i]` and the states.
 */
function update(
  layer: string | undefined,
  { kind, size, clip }: Update,
  states: readonly string[],
  rule: string,
): Kernel {
  const held = clip?.kind === 'value' ? `clamp(dw[i], T(${f32(-clip.limit)}), T(${f32(clip.limit)}))` : 'dw[i]';
  const byNorm = clip?.kind === 'norm';
  return elementwise({
    label: `${layer}: ${kind}`,
    size,
    scalars: byNorm ? [{ name: 'factor', binding: input(2 + states.length) }] : [],
    buffers: [
      { name: 'dw', binding: input(1) },
      ...['w', ...states].map((name, index) => ({ name, binding: output(index) })),
    ],
    settings: true,
    body: `
  let rate = settings.learning_rate;
  let gradient = ${byNorm ? 'factor[0] * dw[i]' : held};
${rule}`,
  });
}

const decayed = (weightDecay: number) => (weightDecay === 0 ? 'gradient' : `gradient + ${f32(weightDecay)} * w[i]`);

export const sgd: KernelsOf<ComputationOf<'sgd'>> = ({ computation, layer }) => {
  const { momentum, nesterov, weightDecay } = computation;
  const g = decayed(weightDecay);
  if (momentum === 0) return [update(layer, computation, [], `  w[i] -= rate * (${g});`)];
  const rule = `
  let g = ${g};
  let velocity = ${f32(momentum)} * v[i] + g;
  v[i] = velocity;
  w[i] -= rate * ${nesterov ? `(g + ${f32(momentum)} * velocity)` : 'velocity'};`;
  return [update(layer, computation, ['v'], rule)];
};

export const adagrad: KernelsOf<ComputationOf<'adagrad'>> = ({ computation, layer }) => {
  const rule = `
  let g = ${decayed(computation.weightDecay)};
  let squares = s[i] + g * g;
  s[i] = squares;
  w[i] -= rate * g / (sqrt(squares) + ${f32(computation.eps)});`;
  return [update(layer, computation, ['s'], rule)];
};

export const rmsprop: KernelsOf<ComputationOf<'rmsprop'>> = ({ computation, layer }) => {
  const { decay, eps, weightDecay } = computation;
  const rule = `
  let g = ${decayed(weightDecay)};
  let squares = ${f32(decay)} * s[i] + ${f32(1 - decay)} * g * g;
  s[i] = squares;
  w[i] -= rate * g / (sqrt(squares) + ${f32(eps)});`;
  return [update(layer, computation, ['s'], rule)];
};

export const adam: KernelsOf<ComputationOf<'adam'>> = ({ computation, layer }) => {
  const { beta1, beta2, eps, weightDecay, decoupled } = computation;
  const rule = `
  let before = ${decoupled ? `w[i] * (1 - rate * ${f32(weightDecay)})` : 'w[i]'};
  let g = ${decoupled ? 'gradient' : decayed(weightDecay)};
  let mean = ${f32(beta1)} * m[i] + ${f32(1 - beta1)} * g;
  let squares = ${f32(beta2)} * s[i] + ${f32(1 - beta2)} * g * g;
  m[i] = mean;
  s[i] = squares;
  let steps = f32(settings.step) + 1;
  ${share('meanShare', beta1)}
  ${share('squaresShare', beta2)}
  w[i] = before - rate * (mean / meanShare) / (sqrt(squares / squaresShare) + ${f32(eps)});`;
  return [update(layer, computation, ['m', 's'], rule)];
};

/**
 * Declares `name` = 1 - beta^steps: how much of a mean of all steps an average that began at 0 holds by now. As
 * -(exp(a) - 1) with a = steps*ln(beta), by a series where a is so small that the difference would lose digits.
 */
function share(name: string, beta: number): string {
  if (beta === 0) return `let ${name} = 1.0f;`;
  const a = `${name}Exponent`;
  const series = [7, 6, 5, 4, 3, 2].reduce((sum, n) => `(1 + ${a} / ${n}.0f * ${sum})`, '1.0f');
  return `let ${a} = steps * ${f32(Math.log(beta))};
  let ${name} = select(1 - exp(${a}), -${a} * ${series}, ${a} > -0.3f);`;
}
