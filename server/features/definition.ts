// Where a name comes from: a binding or parameter of the block around it, a block of this file or an imported one, a
// network, or a built-in, whose declaration is shown as a read-only document.
import type { Location, Position, TextDocumentContentResult } from 'vscode-languageserver';
import {
  type Analysis,
  builtinsText,
  findAugmentation,
  findBuiltin,
  type Importer,
  localNames,
} from '../../language/index.js';
import type { OpenFile } from '../workspace/open-file.js';
import { blocksOf } from './callee.js';
import { cursorAt } from './cursor.js';
import { wordAt } from './places.js';

/** The scheme of documents that the server itself holds. */
export const builtinsScheme = 'cnn-builtins';
const builtinsUri = `${builtinsScheme}:/builtins.cnn`;

/** Undefined for what nothing declares. */
export function definitionOf(
  analysis: Analysis,
  file: OpenFile,
  position: Position,
  importer: Importer,
): Location | undefined {
  const { document } = file;
  const word = wordAt(file, position);
  if (!word) return undefined;
  const { text: name } = word;
  const local = localNames(file.parsed, document.offsetAt(position)).find((each) => each.name === name);
  if (local) return { uri: document.uri, range: local.range };
  const block = blocksOf(file, importer).find((each) => each.name === name);
  if (block) return { uri: block.file ?? document.uri, range: block.nameRange };
  const network = analysis.networks.find((each) => each.name === name);
  if (network) return { uri: document.uri, range: network.nameRange };
  const inJob = cursorAt(document.getText(), document.offsetAt(position))?.body === 'train';
  const builtin = (inJob ? findAugmentation(name) : undefined) ?? findBuiltin(name);
  return builtin && { uri: builtinsUri, range: builtin.nameRange };
}

/** The document behind a definition in it; null for any other. */
export function builtinsDocument(uri: string): TextDocumentContentResult | null {
  return uri === builtinsUri ? { text: builtinsText } : null;
}
