// The names of one statement, collected from its tree alone. What depends on other statements (blocks, networks,
// imports) is left open, so that an edit elsewhere leaves these tables as they are. Ranges count from the statement's
// own beginning.
import type { Range } from '../text/range.js';

export interface LocalDeclaration {
  readonly kind: 'network' | 'block' | 'parameter' | 'binding';
  /** Undefined for a network without a name, which is called after its file. */
  readonly name: string | undefined;
  readonly range: Range;
  readonly owner?: string;
  readonly value?: string;
  /** What a binding is known to hold; a parameter holds anything. */
  holds?: 'tensor' | 'piece' | 'value';
}

/**
 * Where a call's name is looked up once it is no local name. `blocks`: blocks, then built-ins. `builtins`: built-ins
 * alone, as in `defaults`. `augmentations`: in `augment`. `training`: the settings of a `train` statement.
 */
export type Namespace = 'blocks' | 'builtins' | 'augmentations' | 'training';

export interface Callee {
  readonly name: string;
  readonly namespace: Namespace;
}

/** The parameter that an argument is given to, by its label or else by its index. */
export interface Target {
  readonly callee: Callee;
  readonly parameter: string | number;
}

/** A name in an expression, with all that the statement says about what it means. */
export interface NameUse {
  readonly kind: 'name';
  readonly name: string;
  readonly range: Range;
  /** Called with parentheses, so that it is no number and no word. */
  readonly isCall: boolean;
  readonly namespace: Namespace;
  /** The parameter or binding it names. */
  readonly local?: LocalDeclaration;
  /** A binding after it, which it names where it otherwise names a layer or a block: it is placed after that one. */
  readonly later?: LocalDeclaration;
  readonly target?: Target;
  /** In a setting, the parameters before the target's are names, too: `sgd(lr=0.1, decay=lr)`. */
  readonly seesSettings: boolean;
  /** Whether `channels` is the depth of a tensor here. */
  readonly hasChannels: boolean;
  /** Whether it stands in an assertion. */
  readonly hasFigures: boolean;
}

/** The name in front of an argument's `=`. */
export interface LabelUse {
  readonly kind: 'label';
  readonly name: string;
  readonly range: Range;
  readonly callee: Callee;
}

/** The network of a `train` statement. */
export interface NetworkUse {
  readonly kind: 'network';
  readonly name: string;
  readonly range: Range;
}

/** A path that a `train` statement freezes; the range is that of the text between the quotes. */
export interface PathUse {
  readonly kind: 'path';
  readonly name: string;
  readonly range: Range;
  /** The network trained; undefined for the only one of the file. */
  readonly network: string | undefined;
}

/** The path of an import, quotes included. */
export interface FileUse {
  readonly kind: 'file';
  readonly name: string;
  readonly range: Range;
}

export type Use = NameUse | LabelUse | NetworkUse | PathUse | FileUse;

export interface LocalScope {
  readonly owner: LocalDeclaration;
  readonly range: Range;
  /** Parameters and bindings in the order of the text, those with a name that is taken among them. */
  readonly names: readonly LocalDeclaration[];
  /** Absent for a network. */
  readonly block?: BlockHeader;
}

export interface BlockHeader {
  readonly name: string;
  readonly parameters: readonly LocalDeclaration[];
  readonly signature: string;
  readonly parameterTexts: readonly string[];
  readonly documentation: string;
}

export interface StatementNames {
  readonly scopes: readonly LocalScope[];
  readonly uses: readonly Use[];
}
