// The declaration behind a call's name, built in or a block: its signature, parameters and documentation, for
// completion and signature help.
import {
  type BlockDeclaration,
  type Builtin,
  declaredBlocks,
  filesImported,
  findAugmentation,
  findBuiltin,
  type Importer,
} from '../../language/index.js';
import type { SourceFile } from '../workspace/snapshot.js';
import type { Body } from './cursor-context.js';

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
export function findBlocks({ parsed }: SourceFile, importer: Importer): DeclaredBlock[] {
  const imported = filesImported(parsed, importer).flatMap((file) =>
    declaredBlocks(file.parsed).map((block) => ({ ...block, file: file.id })),
  );
  return [...declaredBlocks(parsed), ...imported];
}

/** A file's block hides a built-in of its name, but in `defaults`; in a job, `crop` is the augmentation. */
export function findCallee(name: string, body: Body, file: SourceFile, importer: Importer): Callee | undefined {
  if (body === 'train') {
    const setting = findAugmentation(name) ?? findBuiltin(name);
    return setting && describeBuiltin(setting);
  }
  const block = body === 'defaults' ? undefined : findBlocks(file, importer).find((each) => each.name === name);
  if (block) return { ...block, parameters: block.parameters.map((written) => readParameter(written)) };
  const builtin = findBuiltin(name);
  return builtin && describeBuiltin(builtin);
}

export function describeBuiltin({ signature, documentation, parameters }: Builtin): Callee {
  return {
    signature,
    documentation,
    parameters: parameters.map(({ name, type, defaultText }) => ({
      ...readParameter(defaultText === undefined ? name : `${name}=${defaultText}`),
      type,
    })),
  };
}

function readParameter(written: string): CalleeParameter {
  const [name] = written.split('=');
  return { name: name.trim(), written, optional: written.includes('=') };
}
