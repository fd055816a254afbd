// Announces progress to screen readers: a sentence at times, not at every step.
import { write } from './dom.js';

const pause = 15_000;

export class Announcer {
  #last = 0;

  /** Announces at once: the start, the end of an epoch, the end. */
  say(sentence: string): void {
    this.#last = performance.now();
    write('announcements', sentence);
  }

  /** Announces unless something was announced within the last 15 seconds. */
  mention(sentence: () => string): void {
    if (performance.now() - this.#last >= pause) this.say(sentence());
  }
}
