// The context of one file: its blocks and defaults. Expressions are evaluated in the context of the file they are in.

import type { Budget } from '../budget.js';
import type { Reporter } from '../diagnostics/collect/collector.js';
import type { Damage } from '../recovery/damage.js';
import type { Block, Expression } from '../syntax/generated/ast.js';
import type { StatementStarts } from '../syntax/ranges.js';
import type { BlockTable } from './block-table.js';

export interface DeclaredBlock {
  readonly block: Block;
  /** The file that declares it: the block is expanded with that file's blocks and defaults. */
  readonly file: FileContext;
}

export interface FileContext extends StatementStarts {
  /** The path in the import; absent for the file being analysed. */
  readonly path?: string;
  readonly diagnostics: Reporter;
  /** That of the file being analysed, also for the files it imports. */
  readonly budget: Budget;
  readonly blocks: BlockTable<DeclaredBlock>;
  /** What depends on text that does not parse. */
  readonly damage: Damage;
  /** Built-in name -> parameter -> the default this file gives it. */
  readonly defaults: ReadonlyMap<string, ReadonlyMap<string, Expression>>;
}
