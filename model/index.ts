// All that other rooms may import of the model.
export * from './augmentation.js';
export * from './block-tree.js';
export * from './data-source.js';
export * from './figures.js';
export * from './format/escape.js';
export * from './format/figures.js';
export * from './format/optimizer.js';
export * from './format/training-job.js';
export * from './goal.js';
export * from './graph.js';
export * from './learning-rate.js';
export * from './operation.js';
export * from './path.js';
export * from './shape.js';
export * from './training-job.js';
