// The names of one statement, collected from its tree alone, with ranges that count from the statement's beginning.
// What depends on other statements is linked later, so that an edit elsewhere leaves these tables valid.
import type { Range } from '../text/range.js';

export interface LocalDeclaration {
  readonly kind: 'network' | 'block' | 'parameter' | 'binding';
  /** Undefined for a network without a name, which gets its file's. */
  readonly name: string | undefined;
  readonly range: Range;
  readonly owner?: string;
  readonly value?: string;
  /** Undefined for a parameter, which may hold anything. */
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

/** A name in an expression. */
export interface NameUse {
  readonly kind: 'name';
  readonly name: string;
  readonly range: Range;
  /** It has parentheses, so it is no number and no word. */
  readonly isCall: boolean;
  readonly namespace: Namespace;
  /** The parameter or binding it names. */
  readonly local?: LocalDeclaration;
  /** A later binding of this name, which is meant if the name is otherwise a layer or block: these are placed later. */
  readonly later?: LocalDeclaration;
  readonly target?: Target;
  /** Whether the parameters before the target's are names, as in a setting: `sgd(lr=0.1, decay=lr)`. */
  readonly seesSettings: boolean;
  /** Whether `channels` is the depth of a tensor here. */
  readonly hasChannels: boolean;
  /** Whether figures such as `params` are names, as in an assertion. */
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
interface NetworkUse {
  readonly kind: 'network';
  readonly name: string;
  readonly range: Range;
}

/** A path that a `train` statement freezes; the range is that of the text between the quotes. */
interface PathUse {
  readonly kind: 'path';
  readonly name: string;
  readonly range: Range;
  /** The network trained; undefined for the only one of the file. */
  readonly network: string | undefined;
}

/** The path of an import, quotes included. */
interface FileUse {
  readonly kind: 'file';
  readonly name: string;
  readonly range: Range;
}

export type Use = NameUse | LabelUse | NetworkUse | PathUse | FileUse;

export interface LocalScope {
  readonly owner: LocalDeclaration;
  readonly range: Range;
  /** Parameters and bindings in the order of the text, duplicates included. */
  readonly names: readonly LocalDeclaration[];
  /** Absent for a network. */
  readonly block?: BlockHeader;
}

interface BlockHeader {
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
