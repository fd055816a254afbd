// What holds for the text of one file: whoever reads an expression reads it in the context of the file it stands in.

import type { Reporter } from '../diagnostics/collector.js';
import type { Block, Expression } from '../syntax/generated/ast.js';
import type { StatementStarts } from '../syntax/ranges.js';
import type { BlockTable } from './block-table.js';

export interface DeclaredBlock {
  readonly block: Block;
  /** The file it stands in: its text is read with that file's blocks and defaults. */
  readonly file: FileContext;
}

export interface FileContext extends StatementStarts {
  /** Absent for the file being analysed; else how an imported file is written in the import. */
  readonly path?: string;
  readonly diagnostics: Reporter;
  readonly blocks: BlockTable<DeclaredBlock>;
  /** Built-in name -> parameter -> the default this file gives it. */
  readonly defaults: ReadonlyMap<string, ReadonlyMap<string, Expression>>;
}
