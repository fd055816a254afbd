// `▶ Train` above each `train` statement.
import type { CodeLens, CodeLensParams } from 'vscode-languageserver';
import type { Feature } from './feature.js';

/** Id of the client's command `CNN: Train`; its arguments are the document's URI and a position in the statement. */
const trainCommand = 'cnn.train';

export const codeLens: Feature<CodeLensParams, CodeLens[]> = {
  method: 'textDocument/codeLens',
  servesLastGood: true,
  capability: { codeLensProvider: {} },
  handle: ({ analysis, file }) =>
    analysis.jobs.map(({ nameRange }) => ({
      range: nameRange,
      command: { title: '▶ Train', command: trainCommand, arguments: [file.document.uri, nameRange.start] },
    })),
};
