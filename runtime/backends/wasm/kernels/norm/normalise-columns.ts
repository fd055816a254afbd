// What all normalisations of images are: y = (x - mean)*factor + shift, where mean, factor and shift belong to the
// channel; then the epilogue. The three are in registers for a tile of columns.
import type { ComputationOf, Epilogue } from '../../../../ir/index.js';
import { f32x4, i32, type Local, v128 } from '../../emitter/index.js';
import {
  type ColumnPass,
  emitColumnsOf,
  expandedBytes,
  type RowGroup,
  rowGroupOf,
  singleRowOf,
} from '../columns/index.js';
import { emitEpilogue, epilogueReadsChannels } from '../epilogue/emit-epilogue.js';
import type { StageContext } from '../kernel.js';

export interface NormalisedColumns {
  readonly group: RowGroup;
  readonly epilogue: readonly Epilogue[] | undefined;
  /** Addresses of values for each channel. */
  readonly mean: Local<'i32'>;
  readonly factor: Local<'i32'>;
  readonly shift: Local<'i32'> | undefined;
  /** Scratch memory of `normalisedColumnBytes`. */
  readonly target: Local<'i32'>;
}

export function normalisedColumnBytes(group: RowGroup): number {
  return 3 * expandedBytes(group);
}

/** Vectors whose three values are in registers at once. */
const mostVectors = 4;

/** An epilogue's own values for each channel are not expanded, so that vectors must hold neighbouring channels. */
export function normalisedGroupOf({ channels, epilogue }: ComputationOf<'normalise'>): RowGroup {
  return epilogueReadsChannels(epilogue) ? singleRowOf(channels, mostVectors) : rowGroupOf(channels, mostVectors);
}

/** Input 0 is x. */
export function prepareNormalise(
  context: StageContext,
  { group, epilogue, mean, factor, shift, target }: NormalisedColumns,
): ColumnPass['prepare'] {
  const { f, inputs, arithmetic } = context;
  const columnsOf = (channels: Local<'i32'>, index: number) =>
    emitColumnsOf(context, group, channels, f.local('i32', i32.add(target, index * expandedBytes(group))));
  const [means, factors, shifts] = [columnsOf(mean, 0), columnsOf(factor, 1), shift && columnsOf(shift, 2)];
  return ({ column, constantColumn }) => {
    const load = (values: Local<'i32'>) => f.local('v128', v128.load(i32.add(values, column), constantColumn));
    const [ownMeans, ownFactors, ownShifts] = [load(means), load(factors), shifts && load(shifts)];
    return ({ offset, constantOffset, ...at }) => {
      const distance = f32x4.sub(v128.load(i32.add(inputs[0], offset), constantOffset), ownMeans);
      const result = ownShifts ? arithmetic.madd(distance, ownFactors, ownShifts) : f32x4.mul(distance, ownFactors);
      const place = { offset, constantOffset, channel: at.column, constantChannel: at.constantColumn };
      return emitEpilogue(context, epilogue, result, place);
    };
  };
}
