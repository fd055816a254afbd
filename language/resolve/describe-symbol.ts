// The symbols of names that the language declares: built-ins, their arguments, words and figures.
import { augmentations, type Builtin, builtins, type DeclaredParameter } from '../builtins/builtins.js';
import { builtinsFile, type NamedSymbol } from './symbols.js';

export function describeBuiltin({ category, name, nameRange }: Builtin): NamedSymbol {
  const id = `builtin:${category}:${name}`;
  return { id, kind: 'builtin', name, declaration: { file: builtinsFile, range: nameRange } };
}

/** An argument of a built-in; one of `training` is a setting. */
export function describeArgument(builtin: Builtin, { name, nameRange }: DeclaredParameter): NamedSymbol {
  return {
    id: `builtin:${builtin.category}:${builtin.name}.${name}`,
    kind: builtin.category === 'job' ? 'setting' : 'parameter',
    name,
    owner: builtin.name,
    declaration: { file: builtinsFile, range: nameRange },
  };
}

export function describeKeyword(kind: 'word' | 'figure', name: string): NamedSymbol {
  return { id: `${kind}:${name}`, kind, name };
}

/** The built-in of a symbol. */
export function findBuiltinOf({ id, name }: NamedSymbol): Builtin | undefined {
  const candidates = [builtins.get(name), augmentations.get(name)];
  return candidates.find((builtin) => builtin && describeBuiltin(builtin).id === id);
}

/** The setting of a `train` statement, where the symbol is one. */
export function findSettingOf({ kind, name }: NamedSymbol): DeclaredParameter | undefined {
  return kind === 'setting' ? builtins.get('training')?.parameters.find((each) => each.name === name) : undefined;
}
