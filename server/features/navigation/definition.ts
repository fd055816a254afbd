// Where a name is declared: in this file, in an imported one, or in the language's own read-only document.
import type { DefinitionParams, Location } from 'vscode-languageserver';
import { builtinsFile } from '../../../language/index.js';
import { builtinsUri } from '../../workspace/builtins-document.js';
import type { Feature } from '../feature.js';

export const definition: Feature<DefinitionParams, Location | undefined> = {
  method: 'textDocument/definition',
  capability: { definitionProvider: true },
  handle({ file, symbols }, { position }) {
    const declaration = symbols.symbolAt(position)?.symbol.declaration;
    if (!declaration) return undefined;
    const uri = declaration.file === builtinsFile ? builtinsUri : (declaration.file ?? file.document.uri);
    return { uri, range: declaration.range };
  },
};
