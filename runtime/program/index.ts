// The room's door: programs as data, how they are made from graphs, and what can run them.
export * from './adapter-profile.js';
export { checkBatch } from './batch.js';
export { buildProgram, type ProgramOptions } from './build.js';
export * from './computation.js';
export { type Epilogue, epilogueInputs, stepInputs } from './epilogue.js';
export * from './executor.js';
export * from './extents.js';
export * from './fault.js';
export { sentenceOf } from './fault-sentence.js';
export { isDepthwise, onePixelGeometry, windowsOverlap } from './geometry.js';
export * from './halves.js';
export * from './kept.js';
export { isLoss, isSplittable, updatesFrom } from './parts.js';
export { derivativeReads, type Pointwise } from './pointwise.js';
export * from './program.js';
export * from './random.js';
export * from './tensor.js';
export * from './update.js';
