// What a name can stand for, as plain data: the answer to go to definition, references, rename, outline and hovers.
import type { Range } from '../text/range.js';

/**
 * `parameter`: of a block or a built-in. `binding`: a named number, tensor or piece. `import`: an imported file.
 * `setting`: what a `train` statement sets. `word`: a value that is a word, such as `same`. `figure`: what an assertion
 * may compare, and `channels`.
 */
type SymbolKind = 'network' | 'block' | 'parameter' | 'binding' | 'import' | 'builtin' | 'setting' | 'word' | 'figure';

export interface NamedSymbol {
  /** Two symbols are the same where their ids are equal. */
  readonly id: string;
  readonly kind: SymbolKind;
  readonly name: string;
  /** The block, network or built-in that a parameter, binding or setting belongs to. */
  readonly owner?: string;
  /** Absent for words and figures, which only the language knows. */
  readonly declaration?: Location;
}

interface Location {
  /** The id of an imported file, or `builtinsFile`; undefined for the file itself. */
  readonly file: string | undefined;
  readonly range: Range;
}

/** The file of a built-in's declaration: its ranges are those of `builtinsText`. */
export const builtinsFile = 'builtins.cnn';

export interface Declaration {
  readonly symbol: NamedSymbol;
  /** Of the name. */
  readonly range: Range;
  readonly kind: SymbolKind;
  /** What follows its `=`, as written; absent for a block, a network and a parameter without default. */
  readonly value?: string;
}

/**
 * `name`: the symbol's own name. `label`: the name in front of an argument's `=`. `path`: a segment of a layer's path,
 * as in `freeze = "Stage.2/conv"`. `file`: the path of an import.
 */
type ReferenceKind = 'name' | 'label' | 'path' | 'file';

export interface Reference {
  readonly symbol: NamedSymbol;
  readonly range: Range;
  readonly kind: ReferenceKind;
}

/** The part of a file in which a block's or network's own names can be used. */
export interface NameScope {
  readonly owner: NamedSymbol;
  /** The whole statement. */
  readonly range: Range;
  /** Parameters and bindings in the order of the text. */
  readonly names: readonly Declaration[];
}

/** A block that a file can call: its own or an imported one. */
export interface VisibleBlock {
  readonly name: string;
  readonly nameRange: Range;
  /** As written: `Bottleneck(mid, stride=1, skip=identity)`. */
  readonly signature: string;
  /** Each as written: `mid`, `stride=1`. */
  readonly parameters: readonly string[];
  /** The comment above it; '' without one. */
  readonly documentation: string;
  /** The file that declares it, where it is imported. */
  readonly file?: string;
}
