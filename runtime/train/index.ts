// The public interface of the room: a training, and the events it reports.

export { clampBatch } from './clamp-batch.js';
export * from './events.js';
export { withRemedies } from './memory-remedies.js';
export type { Resumption } from './recovery.js';
export * from './score.js';
export type { Snapshot } from './snapshots.js';
export { type Training, train } from './train.js';
