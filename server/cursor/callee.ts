// The declaration behind a call's name, built in or a block: its signature, parameters and documentation, for
// completion and signature help.
import { type Builtin, findAugmentation, findBuiltin, type Symbols } from '../../language/index.js';
import { escapeMarkdown } from '../../model/index.js';
import type { Body } from './cursor-context.js';

export interface Callee {
  readonly signature: string;
  /** Markdown. */
  readonly documentation: string;
  readonly parameters: readonly CalleeParameter[];
}

interface CalleeParameter {
  readonly name: string;
  /** A type of builtins.cnn; absent for a block's parameter, which takes anything. */
  readonly type?: string;
  /** As the signature writes it: `kernel=3x3`. */
  readonly written: string;
}

/** A file's block hides a built-in of its name, but in `defaults`; in a job, `crop` is the augmentation. */
export function findCallee(name: string, body: Body, symbols: Symbols): Callee | undefined {
  if (body === 'train') {
    const setting = findAugmentation(name) ?? findBuiltin(name);
    return setting && describeBuiltin(setting);
  }
  const block = body === 'defaults' ? undefined : symbols.blocks.find((each) => each.name === name);
  if (block) {
    const { signature, documentation, parameters } = block;
    return { signature, documentation: escapeMarkdown(documentation), parameters: parameters.map(readParameter) };
  }
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
  return { name: name.trim(), written };
}
