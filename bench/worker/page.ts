// What a page of the bench runs: it leaves one function on `window` for the browser's driver to call.
import type { Work } from './work.js';

declare global {
  interface Window {
    answer(request: unknown): Promise<unknown>;
  }
}

export function serve(work: Work<never, unknown>): void {
  window.answer = (request) => work(request as never, navigator.gpu);
}
