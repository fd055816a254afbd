// The room's door: training as a call, and what it tells meanwhile.
export * from './events.js';
export { misfit } from './fit.js';
export { initialise } from './initialise.js';
export { type Training, type TrainingBackend, train } from './train.js';
export { withWaysOut } from './ways-out.js';
