// Stochastic gradient descent, in place: v = momentum*v + dw; w = w - learningRate*v.
import type { Compute } from './compute.js';

export const sgd: Compute<'sgd'> = ({ size, momentum }, [w, dw, velocity], _outputs, { settings }) => {
  const rate = settings.learningRate;
  for (let i = 0; i < size; i++) {
    let v = dw![i]!;
    if (velocity) {
      v += momentum * velocity[i]!;
      velocity[i] = v;
    }
    w![i]! -= rate * v;
  }
};
