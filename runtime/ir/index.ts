// The public interface of the room: programs as data, and what passes and planner may ask about them.

export * from './batch.js';
export * from './computation.js';
export { type DropoutMask, type Epilogue, epilogueInputs, stepInputs } from './epilogue.js';
export * from './extents.js';
export * from './f16.js';
export { isDepthwise, onePixelGeometry, windowsOverlap } from './geometry.js';
export type { ProductSizes } from './matrix-product.js';
export { acceptsEpilogue, type EpilogueForm, opTraits, productSizes, traitsOf } from './op-traits.js';
export { countValues, firstUpdate, isLoss } from './phases.js';
export { derivativeReads, type Pointwise, selu } from './pointwise.js';
export * from './program.js';
export * from './random.js';
export * from './snapshot.js';
export * from './target.js';
export * from './tensor.js';
export * from './update.js';
