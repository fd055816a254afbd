// A fault as an error: it is thrown with its data, and read by people as its sentence.
import type { Fault } from './fault.js';
import { sentenceOf } from './fault-sentence.js';

/** The rejection of whatever met a fault; its message is the fault's sentence. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
  constructor(readonly fault: Fault) {
    super(sentenceOf(fault));
  }
}
