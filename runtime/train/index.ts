// The room's door: training as a call, and what it tells meanwhile.

export * from './events.js';
export { withRemedies } from './memory-remedies.js';
export { type Training, train } from './train.js';
