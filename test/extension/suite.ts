// Runs ./suite inside an extension host and makes a vitest test of each of its results, so that one report counts all.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, test } from 'vitest';
import { FIGURE_MARK, RESULT_MARK } from './suite/report.js';
import { openExtension } from './workbench/extension.js';

/** What suite/index.ts logs for each test, after the mark. */
interface Result {
  readonly title: string;
  readonly passed: boolean;
  readonly error?: string;
}

/**
 * To be awaited at the top of a test file: vitest collects the results as tests.
 * @param worker true for the browser's worker host, false for Node's
 */
export async function runSuiteInside(worker: boolean): Promise<void> {
  const host = await openExtension({ worker });
  const results: Result[] = [];
  const log: string[] = [];
  try {
    const code = await host.runTests(await bundleSuite(), (line) => {
      log.push(line);
      if (line.startsWith(RESULT_MARK)) results.push(JSON.parse(line.slice(RESULT_MARK.length)) as Result);
      if (line.startsWith(FIGURE_MARK)) console.log(line.slice(FIGURE_MARK.length));
    });
    describe(`${host.name}, ${worker ? 'worker' : 'Node'} extension host`, () => {
      for (const { title, passed, error } of results) {
        test(title, () => {
          if (!passed) throw new Error(error);
        });
      }
      test('the suite ended by itself', () => {
        const allPassed = results.length > 0 && results.every((result) => result.passed);
        if (allPassed !== (code === 0))
          throw new Error(`it ended with ${code}; its log:\n${log.slice(-40).join('\n')}`);
      });
    });
  } finally {
    await host.close();
  }
}

async function bundleSuite(): Promise<string> {
  const entry = fileURLToPath(new URL('./suite/index.ts', import.meta.url));
  // For the browser, since a bundle for the worker host has no Node; Node's host runs it as well.
  const bundle = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'browser',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return bundle.outputFiles[0].text;
}
