// The room's door: what the server and the command line may use of the language.
export * from './analysis/analysis.js';
export * from './analysis/format.js';
export * from './analysis/problem.js';
