// The blocks that files declare, with their signatures and documentation.
import { documentationAbove } from '../syntax/documentation.js';
import { type Block, isBlock, isImport } from '../syntax/generated/ast.js';
import { sourceText } from '../syntax/nodes.js';
import { itemsOf, type ParsedFile } from '../syntax/parsed-file.js';
import { declarationRange } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';
import { findImported, type ImportedFile, type Importer } from './importer.js';

export interface BlockDeclaration {
  readonly name: string;
  readonly nameRange: Range;
  /** As written: `Bottleneck(mid, stride=1, skip=identity)`. */
  readonly signature: string;
  /** Each as written: `mid`, `stride=1`. */
  readonly parameters: readonly string[];
  /** The comment above it; '' without one. */
  readonly documentation: string;
}

/** The blocks that a file declares itself. */
export function declaredBlocks(file: ParsedFile): BlockDeclaration[] {
  return itemsOf(file)
    .filter(isBlock)
    .filter(({ name }) => name)
    .map((block) => ({
      name: block.name,
      nameRange: declarationRange(block, file, 'block'),
      signature: signatureOf(block),
      parameters: parametersOf(block),
      documentation: documentationAbove(block),
    }));
}

/** The files that a file imports itself, as far as they are found. */
export function filesImported(file: ParsedFile, importer: Importer): ImportedFile[] {
  return itemsOf(file)
    .filter(isImport)
    .flatMap(({ path }) => {
      const found = findImported(path, undefined, importer);
      return found?.parsed ? [found] : [];
    });
}

function signatureOf(block: Block): string {
  const listed = parametersOf(block);
  return listed.length === 0 ? block.name : `${block.name}(${listed.join(', ')})`;
}

function parametersOf({ parameters }: Block): string[] {
  return parameters.map((parameter) => sourceText(parameter) ?? parameter.name);
}
