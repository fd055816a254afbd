// The suite that runs inside VS Code's extension host, against the installed extension and through VS Code's own API.
// Each result is logged as one line of JSON behind a mark, because the log is the one way out of both extension hosts.
import { mocha } from './setup.js';
import './language.test.js';
import './features.test.js';
import './train.test.js';
import './cpu-training.test.js';
import { RESULT_MARK } from './report.js';

/** VS Code calls this; a rejection makes its exit code 1. */
export function run(): Promise<void> {
  return new Promise((resolve, reject) => {
    mocha
      .run((failures) => (failures === 0 ? resolve() : reject(new Error(`${failures} tests failed`))))
      .on('pass', (test) => report({ title: test.fullTitle(), passed: true, milliseconds: test.duration }))
      .on('fail', (test, error) => report({ title: test.fullTitle(), passed: false, error: error.message }))
      .on('pending', (test) => report({ title: test.fullTitle(), passed: false, error: 'the test was skipped' }));
  });
}

function report(result: { title: string; passed: boolean; milliseconds?: number; error?: string }): void {
  console.log(RESULT_MARK + JSON.stringify(result));
}
