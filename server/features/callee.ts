// What a call calls, whether the language declares it or a file: its parameters and its documentation, for completion
// and signature help.
import {
  type BlockDeclaration,
  type Builtin,
  declaredBlocks,
  filesImported,
  findAugmentation,
  findBuiltin,
  type Importer,
} from '../../language/index.js';
import type { OpenFile } from '../workspace/open-file.js';
import type { Body } from './cursor.js';

export interface DeclaredBlock extends BlockDeclaration {
  /** The file that declares it, where it is imported. */
  readonly file?: string;
}

export interface Callee {
  readonly signature: string;
  readonly documentation: string;
  readonly parameters: readonly CalleeParameter[];
}

export interface CalleeParameter {
  readonly name: string;
  /** A type of builtins.cnn; absent for a block's parameter, which takes anything. */
  readonly type?: string;
  /** As the signature writes it: `kernel=3x3`. */
  readonly written: string;
  readonly optional: boolean;
}

/** The blocks that a document can call: its own first, then those it imports. */
export function blocksOf({ parsed: own }: OpenFile, importer: Importer): DeclaredBlock[] {
  const imported = filesImported(own, importer).flatMap(({ id, parsed }) =>
    declaredBlocks(parsed).map((block) => ({ ...block, file: id })),
  );
  return [...declaredBlocks(own), ...imported];
}

/** A file's block hides a built-in of its name, but in `defaults`; in a job, `crop` is the augmentation. */
export function calleeNamed(name: string, body: Body, file: OpenFile, importer: Importer): Callee | undefined {
  if (body === 'train') {
    const setting = findAugmentation(name) ?? findBuiltin(name);
    return setting && builtinCallee(setting);
  }
  const block = body === 'defaults' ? undefined : blocksOf(file, importer).find((each) => each.name === name);
  if (block) return { ...block, parameters: block.parameters.map((written) => parameterOf(written)) };
  const builtin = findBuiltin(name);
  return builtin && builtinCallee(builtin);
}

export function builtinCallee({ signature, documentation, parameters }: Builtin): Callee {
  return {
    signature,
    documentation,
    parameters: parameters.map(({ name, type, defaultText }) => ({
      ...parameterOf(defaultText === undefined ? name : `${name}=${defaultText}`),
      type,
    })),
  };
}

function parameterOf(written: string): CalleeParameter {
  const [name] = written.split('=');
  return { name: name.trim(), written, optional: written.includes('=') };
}
