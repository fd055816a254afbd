// What the input gradients of all normalisations are: dx = factor*dy - constant - slope*(x - mean), where mean, factor,
// constant and slope belong to the channel.
import { f32x4, i32, type Local, v128 } from '../../emitter/index.js';
import { type ColumnPass, emitColumnsOf, expandedBytes, type RowGroup } from '../columns/index.js';
import type { StageContext } from '../kernel.js';

const names = ['mean', 'factor', 'constant', 'slope'] as const;

/** Addresses of values for each channel. */
export type GradientCoefficients = Readonly<Record<(typeof names)[number], Local<'i32'>>>;

/** Scratch memory that `prepareInputGradient` needs. */
export function gradientColumnBytes(group: RowGroup): number {
  return names.length * expandedBytes(group);
}

/** Vectors whose four coefficients are in registers at once. */
export const mostGradientVectors = 2;

/** Inputs 0 and 1 are x and dy. `target` has `gradientColumnBytes`. */
export function prepareInputGradient(
  context: StageContext,
  group: RowGroup,
  coefficients: GradientCoefficients,
  target: Local<'i32'>,
): ColumnPass['prepare'] {
  const { f, inputs } = context;
  const [x, dy] = inputs;
  const columns = names.map((name, index) => {
    const own = f.local('i32', i32.add(target, index * expandedBytes(group)));
    return emitColumnsOf(context, group, coefficients[name], own);
  });
  return ({ column, constantColumn }) => {
    const load = (values: Local<'i32'>) => f.local('v128', v128.load(i32.add(values, column), constantColumn));
    const [mean, factor, constant, slope] = columns.map(load);
    return ({ offset, constantOffset }) => {
      const at = (tensor: Local<'i32'>) => v128.load(i32.add(tensor, offset), constantOffset);
      const linear = f32x4.sub(f32x4.mul(factor, at(dy)), constant);
      return f32x4.sub(linear, f32x4.mul(slope, f32x4.sub(at(x), mean)));
    };
  };
}
