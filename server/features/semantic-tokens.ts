// Colours names by what they stand for, over the grammar's colours: networks, blocks, layers, parameters, named
// tensors, argument labels, settings, words. The types are those of the Language Server Protocol, which themes know.
import {
  type SemanticTokens,
  SemanticTokensBuilder,
  type SemanticTokensParams,
  type SemanticTokensRangeParams,
} from 'vscode-languageserver';
import { comparePositions, type NamedSymbol, overlaps, type Range, type Reference } from '../../language/index.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { Feature } from './feature.js';

const types = ['class', 'function', 'parameter', 'variable', 'property', 'enumMember', 'namespace'] as const;
const modifiers = ['declaration', 'defaultLibrary'] as const;

type TokenType = (typeof types)[number];

const typeOf: Readonly<Record<NamedSymbol['kind'], TokenType>> = {
  network: 'class',
  block: 'function',
  builtin: 'function',
  parameter: 'parameter',
  binding: 'variable',
  setting: 'property',
  figure: 'property',
  word: 'enumMember',
  import: 'namespace',
};

const legend = { tokenTypes: [...types], tokenModifiers: [...modifiers] };

export const semanticTokens: Feature<SemanticTokensParams, SemanticTokens> = {
  method: 'textDocument/semanticTokens/full',
  capability: { semanticTokensProvider: { legend, full: true } },
  handle: (snapshot) => buildTokens(snapshot),
};

export const semanticTokensInRange: Feature<SemanticTokensRangeParams, SemanticTokens> = {
  method: 'textDocument/semanticTokens/range',
  capability: { semanticTokensProvider: { legend, range: true } },
  handle: (snapshot, { range }) => buildTokens(snapshot, range),
};

interface Token {
  readonly range: Range;
  readonly type: TokenType;
  readonly modifiers: readonly (typeof modifiers)[number][];
}

function buildTokens({ symbols }: Snapshot, part?: Range): SemanticTokens {
  const declared = symbols.declarations.map(({ range, symbol }) => token(range, typeOf[symbol.kind], ['declaration']));
  // A path in quotes stays a string.
  const named = symbols.references.filter(({ kind }) => kind !== 'file' && kind !== 'path').map(referenceToken);
  const tokens = [...declared, ...named]
    .filter(({ range }) => isWord(range) && (!part || overlaps(range, part)))
    .sort((a, b) => comparePositions(a.range.start, b.range.start));
  const builder = new SemanticTokensBuilder();
  for (const { range, type, modifiers: set } of tokens) {
    const bits = set.reduce((all, each) => all | (1 << modifiers.indexOf(each)), 0);
    const { line, character } = range.start;
    builder.push(line, character, range.end.character - character, types.indexOf(type), bits);
  }
  return builder.build();
}

/** A declaration without a name of its own may span lines, or nothing. */
function isWord({ start, end }: Range): boolean {
  return start.line === end.line && start.character < end.character;
}

function referenceToken({ range, kind, symbol }: Reference): Token {
  const isOurs = symbol.kind === 'builtin' || symbol.id.startsWith('builtin:');
  const type = kind === 'label' ? 'property' : typeOf[symbol.kind];
  return token(range, type, isOurs ? ['defaultLibrary'] : []);
}

function token(range: Range, type: TokenType, modifiers: Token['modifiers']): Token {
  return { range, type, modifiers };
}
