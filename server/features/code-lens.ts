// `▶ Train` over each `train` statement.
import type { CodeLens } from 'vscode-languageserver';
import type { Analysis } from '../../language/index.js';

/** Command id of the client's `CNN: Train`; its arguments are the document's URI and a position in the statement. */
const trainCommand = 'cnn.train';

export function codeLensesOf(analysis: Analysis, uri: string): CodeLens[] {
  return analysis.jobs.map(({ nameRange }) => ({
    range: nameRange,
    command: { title: '▶ Train', command: trainCommand, arguments: [uri, nameRange.start] },
  }));
}
