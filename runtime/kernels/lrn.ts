// Local response normalisation over neighbouring channels of [rows, channels]: y = x/d^beta, d = k + alpha/size * the sum of
// x^2 over the `size` channels around; and its gradient
// dx[i] = dy[i]/d[i]^beta - 2*alpha*beta/size * x[i] * sum over neighbours j of dy[j]*y[j]/d[j]. Both overwrite.
//
// A thread serves one value and takes the sums of squares anew: storing d would cost as much memory as x.
import type { ComputationOf, ResponseNorm } from '../program/program.js';
import { input, type KernelsOf, makeKernel, output } from './kernel.js';
import { f32 } from './wgsl.js';

export const lrn: KernelsOf<ComputationOf<'lrn'>> = ({ computation, layer }) => {
  const { rows, channels, beta } = computation;
  const size = rows * channels;
  const kernel = makeKernel({
    label: `${layer}: lrn`,
    buffers: [
      { name: 'x', type: 'f32', size, binding: input(0) },
      { name: 'y', type: 'f32', size, binding: output(0) },
    ],
    threads: size,
    declarations: denominator(computation),
    body: `
  let c = i32(i % ${channels}u);
  y[i] = x[i] * pow(denominator(i32(i) - c, c), ${f32(-beta)});`,
  });
  return [kernel];
};

export const lrnGradient: KernelsOf<ComputationOf<'lrn-gradient'>> = ({ computation, layer }) => {
  const { rows, channels, size: neighbours, alpha, beta } = computation;
  const size = rows * channels;
  const kernel = makeKernel({
    label: `${layer}: lrn gradient`,
    buffers: [
      { name: 'x', type: 'f32', size, binding: input(0) },
      { name: 'y', type: 'f32', size, binding: input(1) },
      { name: 'dy', type: 'f32', size, binding: input(2) },
      { name: 'dx', type: 'f32', size, binding: output(0) },
    ],
    threads: size,
    declarations: denominator(computation),
    body: `
  let c = i32(i % ${channels}u);
  let row = i32(i) - c;
  var sum = 0.0f;
  for (var j = ${firstNeighbour(computation)}; j <= ${lastNeighbour(computation)}; j++) {
    sum += dy[row + j] * y[row + j] / denominator(row, j);
  }
  dx[i] = dy[i] * pow(denominator(row, c), ${f32(-beta)}) - ${f32((2 * alpha * beta) / neighbours)} * x[i] * sum;`,
  });
  return [kernel];
};

const firstNeighbour = ({ size }: ResponseNorm) => `max(0, c - ${(size - 1) / 2})`;
const lastNeighbour = ({ size, channels }: ResponseNorm) => `min(${channels - 1}, c + ${(size - 1) / 2})`;

/** WGSL's `denominator(row, c)`: d of channel c of the row that begins at value `row`. */
function denominator(norm: ResponseNorm): string {
  return `
fn denominator(row: i32, c: i32) -> f32 {
  var sum = 0.0f;
  for (var j = ${firstNeighbour(norm)}; j <= ${lastNeighbour(norm)}; j++) {
    let value = x[row + j];
    sum += value * value;
  }
  return ${f32(norm.k)} + ${f32(norm.alpha / norm.size)} * sum;
}`;
}
