// What the optimizers do to a parameter, in place: the rules of `Update` (runtime/ir/update.ts).
import type { Update } from '../../../ir/index.js';
import type { Values } from '../../cpu/index.js';
import type { Compute } from './compute.js';

export const sgd: Compute<'sgd'> = (computation, inputs, _outputs, { settings: { learningRate } }) => {
  const { size, momentum, nesterov, weightDecay } = computation;
  const [w, dw] = inputs;
  const velocity = momentum > 0 ? inputs[2] : undefined;
  const { factor, limit } = clippingOf(computation, inputs);
  for (let i = 0; i < size; i++) {
    const g = held(dw[i], factor, limit) + weightDecay * w[i];
    let step = g;
    if (velocity) {
      const v = momentum * velocity[i] + g;
      velocity[i] = v;
      step = nesterov ? g + momentum * v : v;
    }
    w[i] -= learningRate * step;
  }
};

export const adagrad: Compute<'adagrad'> = (computation, inputs, _outputs, { settings: { learningRate } }) => {
  const { size, eps, weightDecay } = computation;
  const [w, dw, squares] = inputs;
  const { factor, limit } = clippingOf(computation, inputs);
  for (let i = 0; i < size; i++) {
    const g = held(dw[i], factor, limit) + weightDecay * w[i];
    const s = squares[i] + g * g;
    squares[i] = s;
    w[i] -= (learningRate * g) / (Math.sqrt(s) + eps);
  }
};

export const rmsprop: Compute<'rmsprop'> = (computation, inputs, _outputs, { settings: { learningRate } }) => {
  const { size, decay, eps, weightDecay } = computation;
  const [w, dw, squares] = inputs;
  const { factor, limit } = clippingOf(computation, inputs);
  for (let i = 0; i < size; i++) {
    const g = held(dw[i], factor, limit) + weightDecay * w[i];
    const s = decay * squares[i] + (1 - decay) * g * g;
    squares[i] = s;
    w[i] -= (learningRate * g) / (Math.sqrt(s) + eps);
  }
};

export const adam: Compute<'adam'> = (computation, inputs, _outputs, { settings: { learningRate, step } }) => {
  const { size, beta1, beta2, eps, weightDecay, decoupled } = computation;
  const [w, dw, mean, squares] = inputs;
  const { factor, limit } = clippingOf(computation, inputs);
  const meanShare = 1 - beta1 ** (step + 1);
  const squaresShare = 1 - beta2 ** (step + 1);
  for (let i = 0; i < size; i++) {
    let weight = w[i];
    if (decoupled) weight *= 1 - learningRate * weightDecay;
    const dwHeld = held(dw[i], factor, limit);
    const g = decoupled ? dwHeld : dwHeld + weightDecay * weight;
    const m = beta1 * mean[i] + (1 - beta1) * g;
    const s = beta2 * squares[i] + (1 - beta2) * g * g;
    mean[i] = m;
    squares[i] = s;
    w[i] = weight - (learningRate * (m / meanShare)) / (Math.sqrt(s / squaresShare) + eps);
  }
};

/** What a gradient is multiplied with and held to; 1 and infinity change nothing. */
function clippingOf({ clip }: Update, inputs: readonly Values[]): { readonly factor: number; readonly limit: number } {
  return {
    factor: clip?.kind === 'norm' ? inputs[inputs.length - 1][0] : 1,
    limit: clip?.kind === 'value' ? clip.limit : Number.POSITIVE_INFINITY,
  };
}

function held(value: number, factor: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, factor * value));
}
