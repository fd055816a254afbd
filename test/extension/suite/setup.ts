// Mocha's browser build, which runs in the desktop's extension host and in the browser's worker host alike.
// Imported before the suites, which need its `suite` and `test` as globals.
import 'mocha/mocha.js';

/** Says nothing: ./index.ts listens to the runner itself. */
class SilentReporter {}

export const mocha = new Mocha({
  ui: 'tdd',
  timeout: 60_000,
  reporter: SilentReporter as unknown as Mocha.ReporterConstructor,
});
mocha.suite.emit('pre-require', globalThis, '', mocha);
