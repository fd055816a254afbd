// The terminal that a training's progress is printed to.
import { print } from '../shared/output.js';
import type { Terminal } from './progress.js';

export const terminal: Terminal = {
  get isTTY() {
    return process.stdout.isTTY;
  },
  get columns() {
    return process.stdout.columns;
  },
  write: print,
};
