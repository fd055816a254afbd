// The room's door: training as a call, and what it tells meanwhile.

export { misfit } from './data-mismatch.js';
export * from './events.js';
export { initialise } from './initialise.js';
export { withWaysOut } from './memory-remedies.js';
export { type Training, type TrainingBackend, train } from './train.js';
