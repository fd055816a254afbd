// Reports watch builds in lines that the problem matcher of .vscode/tasks.json reads: `file:line:column: error: text`.
// All bundles share one reporter, so that a change of a file in several bundles counts as one build.

/** @returns {import('esbuild').Plugin} the same plugin for every bundle */
export function watchReporter() {
  let running = 0;
  /** Problems of the current build; a file in several bundles has the same problem in each. */
  const lines = new Set();
  let hasErrors = false;
  return {
    name: 'watch-reporter',
    setup(build) {
      build.onStart(() => {
        if (running++ === 0) console.log('[watch] build started');
      });
      build.onEnd(({ errors, warnings }) => {
        for (const error of errors) lines.add(formatProblem('error', error));
        for (const warning of warnings) lines.add(formatProblem('warning', warning));
        hasErrors ||= errors.length > 0;
        running -= 1;
        if (running > 0) return;
        for (const line of lines) console.log(line);
        console.log(hasErrors ? '[watch] build finished with errors' : '[watch] build finished');
        lines.clear();
        hasErrors = false;
      });
    },
  };
}

/**
 * @param {'error' | 'warning'} severity
 * @param {import('esbuild').Message} message
 */
function formatProblem(severity, { location, text }) {
  const { file, line, column } = location ?? { file: 'esbuild.mjs', line: 1, column: 0 };
  return `${file}:${line}:${column + 1}: ${severity}: ${text}`;
}
