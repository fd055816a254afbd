// The room's door: the plan of a program, and the memory figures of a network.
export { type AdapterProfile, isSplittable, tensorBytes } from '../program/index.js';
export { halvedBytes, halvedText } from './halves.js';
export { largestBatch } from './largest-batch.js';
export { checkpointedBytes, type Memory, type MemoryParts, memoryOf, memoryParts } from './memory.js';
export { slotBytes } from './numbers.js';
export * from './plan.js';
export { planProgram, valuesOf } from './plan-program.js';
export { productSizes } from './product-sizes.js';
export { choicesOf, type Remembered, readRemembered, remember } from './remembered.js';
export { plannedFor, readSeenAdapter, type SeenAdapter } from './seen-adapter.js';
export { longestSubmission, secondsOf, sliceStride, slicesOf, sliceTableBytes } from './slices.js';
export { splitsOf, workspaceOf } from './splits.js';
export { planInParts, planTraining, type TrainingOptions, type TrainingPlan } from './training-plan.js';
export { isTuned, type Tuning, tunings, withChoices } from './tuning.js';
export { candidatesOf, shapeKey, type Variant, variantName, variantOf, variantsOf } from './variants.js';
export { type WinogradSizes, winogradGradientOf, winogradOf } from './winograd.js';
