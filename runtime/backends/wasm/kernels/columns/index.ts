// Matrices [rows, channels], NHWC tensors among them: sums over their rows, and passes with values for each channel.
export { biasGradient, rowSumKernel } from './bias-gradient.js';
export { type ColumnPass, emitColumnPass } from './column-pass.js';
export type { ColumnPlace } from './column-place.js';
export { type ColumnSums, columnSumBytes, emitColumnSums, emitFoldColumns } from './column-sums.js';
export { emitColumnsOf, expandedBytes } from './expand-columns.js';
export { forVectorUnits } from './for-vector-units.js';
export { emitSumOfParts, type Parts, partsOf } from './parts.js';
export { channelBytes, type RowGroup, rowBytes, rowGroupOf, singleRowOf } from './row-group.js';
