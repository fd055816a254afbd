// The entry of a page of the bench: puts one function on `window` for Playwright to call.
import type { Work } from './work.js';

declare global {
  interface Window {
    answer(request: unknown): Promise<unknown>;
  }
}

export function serve(work: Work<never, unknown>): void {
  window.answer = (request) => work(request as never, navigator.gpu);
}
