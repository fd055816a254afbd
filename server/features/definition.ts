// Where a name is declared: a binding or parameter of the block around it, a block of this file or of an imported one,
// a network, or a built-in, whose declaration is shown as a read-only document.
import type { DefinitionParams, Location } from 'vscode-languageserver';
import { findAugmentation, findBuiltin, localNames } from '../../language/index.js';
import { findBlocks } from '../cursor/callee.js';
import { readCursorContext } from '../cursor/cursor-context.js';
import { wordAt } from '../cursor/word-at.js';
import { builtinsUri } from '../workspace/builtins-document.js';
import type { Feature } from './feature.js';

export const definition: Feature<DefinitionParams, Location | undefined> = {
  method: 'textDocument/definition',
  capability: { definitionProvider: true },
  handle({ analysis, file, importer }, { position }) {
    const { document, parsed } = file;
    const name = wordAt(document, position)?.text;
    if (name === undefined) return undefined;
    const offset = document.offsetAt(position);
    const local = localNames(parsed, offset).find((each) => each.name === name);
    if (local) return { uri: document.uri, range: local.range };
    const block = findBlocks(file, importer).find((each) => each.name === name);
    if (block) return { uri: block.file ?? document.uri, range: block.nameRange };
    const network = analysis.networks.find((each) => each.name === name);
    if (network) return { uri: document.uri, range: network.nameRange };
    const inJob = readCursorContext(document.getText(), offset)?.body === 'train';
    const builtin = (inJob ? findAugmentation(name) : undefined) ?? findBuiltin(name);
    return builtin && { uri: builtinsUri, range: builtin.nameRange };
  },
};
