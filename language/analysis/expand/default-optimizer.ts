// An optimizer with the settings that language/builtins.cnn declares, for whoever knows only its name.
import { findBuiltin } from '../../builtins.js';
import type { Call } from '../../generated/ast.js';
import type { Optimizer } from '../../graph/index.js';
import { Problems } from '../problems.js';
import { Blocks } from './blocks.js';
import type { FileContext } from './file-context.js';
import { readOptimizer } from './job-terms.js';
import { Scope } from './value.js';

/** Undefined where no optimizer has this name. */
export function defaultOptimizer(name: string): Optimizer | undefined {
  const builtin = findBuiltin(name);
  if (builtin?.category !== 'optimizer') return undefined;
  const file: FileContext = { problems: new Problems(), starts: new Map(), blocks: new Blocks(), defaults: new Map() };
  const call = { $type: 'Call', name, arguments: [], parenthesis: false } as unknown as Call;
  return readOptimizer({ kind: 'setting', builtin, call, scope: new Scope('file', file) }, file);
}
