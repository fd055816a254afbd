// The public interface of the room: the plan of a program, and the memory figures of a network.

export {
  allMemoryInterruptibly,
  alternativesInterruptibly,
  checkpointedBytes,
  f16Bytes,
  type Memory,
  type MemoryAlternatives,
  memoryInterruptibly,
  memoryOf,
} from './figures.js';
export { largestBatch, largestBatchInterruptibly } from './largest-batch.js';
export * from './plan.js';
export { planProgram } from './plan-program.js';
export {
  planMicroBatches as planInParts,
  planTraining,
  type TrainingOptions,
  type TrainingPlan,
} from './plan-training.js';
