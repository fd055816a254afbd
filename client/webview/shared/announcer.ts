// Tells a screen reader how training goes: now and then a sentence, not every step.
import { write } from './dom.js';

const pause = 15_000;

export class Announcer {
  #last = 0;

  /** Says it at once: a beginning, an epoch's end, the end. */
  say(sentence: string): void {
    this.#last = performance.now();
    write('announcements', sentence);
  }

  /** Says it when nothing was said for a while. */
  mention(sentence: () => string): void {
    if (performance.now() - this.#last >= pause) this.say(sentence());
  }
}
