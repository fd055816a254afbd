// From a graph to a program: forward, backward, updates, micro-batches.
export { buildProgram, buildProgramInterruptibly, type ProgramOptions } from './build-program.js';
export { isSplittable } from './micro-batches.js';
