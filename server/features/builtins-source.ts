// The text of the document in which the built-ins are declared, where a definition leads.
import type { TextDocumentContentParams, TextDocumentContentResult } from 'vscode-languageserver';
import { builtinsScheme, readBuiltinsDocument } from '../workspace/builtins-document.js';
import type { DocumentlessFeature } from './feature.js';

export const builtinsSource: DocumentlessFeature<TextDocumentContentParams, TextDocumentContentResult | null> = {
  method: 'workspace/textDocumentContent',
  capability: { workspace: { textDocumentContent: { schemes: [builtinsScheme] } } },
  answer({ uri }) {
    const text = readBuiltinsDocument(uri);
    return text === undefined ? null : { text };
  },
};
