// The room's door: everything other rooms may know of a network.
export * from './augmentation.js';
export * from './data.js';
export * from './format.js';
export * from './graph.js';
export * from './job.js';
export * from './job-text.js';
export * from './operation.js';
export * from './optimizer-text.js';
export * from './path.js';
export * from './schedule.js';
export * from './shape.js';
