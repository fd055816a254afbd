// What the optimizers do to a parameter, in place: the rules that `Update` (runtime/program) states.
import type { Compute } from './compute.js';

export const sgd: Compute<'sgd'> = (
  { size, momentum, nesterov, weightDecay },
  [w, dw, velocity],
  _outputs,
  { settings: { learningRate } },
) => {
  for (let i = 0; i < size; i++) {
    const g = dw![i]! + weightDecay * w![i]!;
    let step = g;
    if (velocity) {
      const v = momentum * velocity[i]! + g;
      velocity[i] = v;
      step = nesterov ? g + momentum * v : v;
    }
    w![i]! -= learningRate * step;
  }
};

export const adagrad: Compute<'adagrad'> = (
  { size, eps, weightDecay },
  [w, dw, squares],
  _outputs,
  { settings: { learningRate } },
) => {
  for (let i = 0; i < size; i++) {
    const g = dw![i]! + weightDecay * w![i]!;
    const s = squares![i]! + g * g;
    squares![i] = s;
    w![i]! -= (learningRate * g) / (Math.sqrt(s) + eps);
  }
};

export const rmsprop: Compute<'rmsprop'> = (
  { size, decay, eps, weightDecay },
  [w, dw, squares],
  _outputs,
  { settings: { learningRate } },
) => {
  for (let i = 0; i < size; i++) {
    const g = dw![i]! + weightDecay * w![i]!;
    const s = decay * squares![i]! + (1 - decay) * g * g;
    squares![i] = s;
    w![i]! -= (learningRate * g) / (Math.sqrt(s) + eps);
  }
};

export const adam: Compute<'adam'> = (
  { size, beta1, beta2, eps, weightDecay, decoupled },
  [w, dw, mean, squares],
  _outputs,
  { settings: { learningRate, step } },
) => {
  const meanShare = 1 - beta1 ** (step + 1);
  const squaresShare = 1 - beta2 ** (step + 1);
  for (let i = 0; i < size; i++) {
    let weight = w![i]!;
    if (decoupled) weight *= 1 - learningRate * weightDecay;
    const g = decoupled ? dw![i]! : dw![i]! + weightDecay * weight;
    const m = beta1 * mean![i]! + (1 - beta1) * g;
    const s = beta2 * squares![i]! + (1 - beta2) * g * g;
    mean![i] = m;
    squares![i] = s;
    w![i] = weight - (learningRate * (m / meanShare)) / (Math.sqrt(s / squaresShare) + eps);
  }
};
