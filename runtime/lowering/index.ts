// From a graph to a program: forward, backward, updates, micro-batches.
export { buildProgram, buildProgramInterruptibly, type ProgramOptions } from './build-program.js';
export { drawInitialValues, type LayerTensor, layerTensors } from './layer-tensors.js';
export { isSplittable } from './micro-batches.js';
