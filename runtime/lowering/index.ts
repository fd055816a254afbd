// From a graph to a program: forward, backward, updates, micro-batches.
export { buildProgram, type ProgramOptions } from './build-program.js';
export { isLoss, isSplittable, updatesFrom } from './micro-batches.js';
