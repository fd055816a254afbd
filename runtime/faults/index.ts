// Faults: why a training cannot go on, as data, as an error, and as a sentence for people.
export * from './fault.js';
export { FaultError } from './fault-error.js';
export { sentenceOf } from './fault-sentence.js';
