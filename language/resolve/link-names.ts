// Links a name to its symbol in the order in which evaluation looks it up: an augmentation, a word of the parameter it
// is given to, a name of the block or network, a block, a built-in, any other word.
import {
  type Builtin,
  builtins,
  canFlow,
  type DeclaredParameter,
  findAugmentation,
  findBuiltin,
} from '../builtins/builtins.js';
import { figureNames } from '../builtins/figure-names.js';
import { acceptedNames, symbols as words } from '../evaluate/types.js';
import type { Range } from '../text/range.js';
import { describeArgument, describeBuiltin, describeKeyword } from './describe-symbol.js';
import type { Callee, LabelUse, LocalDeclaration, LocalScope, NameUse, Target } from './name-uses.js';
import type { NamedSymbol } from './symbols.js';

/** What the names of a statement mean in its file. */
export interface Environment {
  /** A block of the file or of one it imports. */
  findBlock(name: string): Body | undefined;
  /** The symbol of a declaration in the statement. */
  describe(declaration: LocalDeclaration): NamedSymbol;
}

/** A block or network in its file. */
export interface Body extends Environment {
  readonly scope: LocalScope;
  readonly symbol: NamedSymbol;
  /** The whole statement. */
  readonly range: Range;
}

export function linkName(use: NameUse, environment: Environment): NamedSymbol | undefined {
  const { name, isCall, namespace, local, later } = use;
  const settings = use.target ? findSettings(use.target, environment) : undefined;
  if (namespace === 'augmentations') {
    const augmentation = findAugmentation(name) ?? (name === 'identity' ? findBuiltin(name) : undefined);
    if (augmentation) return describeBuiltin(augmentation);
  }
  if (!isCall && settings) {
    const { builtin, index } = settings;
    if (index !== -1 && acceptedNames(builtin.parameters[index].type).symbols.includes(name)) {
      return describeKeyword('word', name);
    }
    const earlier = use.seesSettings
      ? builtin.parameters.slice(0, index).find((each) => each.name === name)
      : undefined;
    if (earlier) return describeArgument(builtin, earlier);
  }
  if (local) return environment.describe(local);
  if (!isCall && name === 'channels' && use.hasChannels) return describeKeyword('figure', name);
  if (use.hasFigures && (figureNames as readonly string[]).includes(name)) return describeKeyword('figure', name);
  if (namespace === 'augmentations') return undefined;
  const block = namespace === 'blocks' ? environment.findBlock(name) : undefined;
  const builtin = block ? undefined : findBuiltin(name);
  // What can flow is placed after the later binding, and is that one's piece by then.
  if (later && (block || (builtin && canFlow(builtin)))) return environment.describe(later);
  if (block) return block.symbol;
  if (builtin) return describeBuiltin(builtin);
  return !isCall && words.has(name) ? describeKeyword('word', name) : undefined;
}

export function linkLabel({ name, callee }: LabelUse, environment: Environment): NamedSymbol | undefined {
  const found = findCallee(callee, environment);
  if (!found) return undefined;
  if ('scope' in found) {
    const parameter = found.scope.block?.parameters.find((each) => each.name === name);
    return parameter && found.describe(parameter);
  }
  const parameter = found.parameters.find((each) => each.name === name);
  return parameter && describeArgument(found, parameter);
}

function findCallee({ name, namespace }: Callee, environment: Environment): Body | Builtin | undefined {
  switch (namespace) {
    case 'blocks':
      return environment.findBlock(name) ?? findBuiltin(name);
    case 'builtins':
      return findBuiltin(name);
    case 'augmentations':
      return findAugmentation(name);
    case 'training':
      return builtins.get('training');
  }
}

/** The built-in that an argument is given to, and the index of its parameter; -1 for one that it does not have. */
function findSettings({ callee, parameter }: Target, environment: Environment) {
  const builtin = findCallee(callee, environment);
  if (!builtin || 'scope' in builtin) return undefined;
  const isMeant = (each: DeclaredParameter, index: number) => each.name === parameter || index === parameter;
  return { builtin, index: builtin.parameters.findIndex(isMeant) };
}
