// An optimizer with the settings that language/builtins/builtins.cnn declares, for a caller that has only its name.

import type { Optimizer } from '../../model/index.js';
import { findBuiltin } from '../builtins/builtins.js';
import { DiagnosticCollector } from '../diagnostics/collect/collector.js';
import { BlockTable } from '../evaluate/block-table.js';
import type { FileContext } from '../evaluate/file-context.js';
import { Scope } from '../evaluate/value.js';
import { Damage } from '../recovery/damage.js';
import type { Call } from '../syntax/generated/ast.js';
import { readOptimizer } from './job-settings.js';

/** Undefined where no optimizer has this name. */
export function defaultOptimizer(name: string): Optimizer | undefined {
  const builtin = findBuiltin(name);
  if (builtin?.category !== 'optimizer') return undefined;
  const diagnostics = new DiagnosticCollector();
  const file: FileContext = {
    diagnostics,
    budget: diagnostics.budget,
    starts: new Map(),
    blocks: new BlockTable(),
    damage: new Damage(),
    defaults: new Map(),
  };
  const call = { $type: 'Call', name, arguments: [], parenthesis: false } as unknown as Call;
  return readOptimizer({ kind: 'setting', builtin, call, scope: new Scope('file', file) }, file);
}
