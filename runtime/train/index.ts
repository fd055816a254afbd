// The room's door: training as a call, and what it tells meanwhile.

export { clampBatch } from './clamp-batch.js';
export * from './events.js';
export { withRemedies } from './memory-remedies.js';
export type { Resumption } from './recovery.js';
export type { Kept } from './snapshots.js';
export { type Training, train } from './train.js';
