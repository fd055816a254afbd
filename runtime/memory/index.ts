// The room's door: the plan of a program, and the memory figures of a network.

export { f16Bytes } from './f16-savings.js';
export { checkpointedBytes, type Memory, memoryOf } from './figures.js';
export { largestBatch } from './largest-batch.js';
export * from './plan.js';
export { planProgram } from './plan-program.js';
export { planInParts, planTraining, type TrainingOptions, type TrainingPlan } from './plan-training.js';
