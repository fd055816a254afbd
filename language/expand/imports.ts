// Brings the blocks of other files: each keeps its own file's blocks and defaults, and what is wrong in it is said
// where it was imported.

import type { Reporter } from '../diagnostics/collector.js';
import type { CodeOf, DiagnosticCode } from '../diagnostics/index.js';
import { diagnosticTable } from '../diagnostics/index.js';
import type { DeclaredBlock, FileContext } from '../evaluate/file-context.js';
import { findImported, type Importer } from '../resolve/importer.js';
import { type Block, type Import, isBlock, isDefaults, isImport } from '../syntax/generated/ast.js';
import { itemsOf, type ParsedFile } from '../syntax/parsed-file.js';
import { declarationRange, rangeOf } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';
import { Blocks } from './blocks.js';
import { collectDefaults } from './defaults.js';

/** Files one analysis may bring together. */
const maximalFiles = 100;

/** Says errors of an imported file where it was imported, with the line they stand on; the rest is its own business. */
class ImportedDiagnostics implements Reporter {
  constructor(
    private readonly path: string,
    private readonly place: Range,
    private readonly importing: Reporter,
  ) {}

  get errors(): number {
    return this.importing.errors;
  }

  set errors(count: number) {
    this.importing.errors = count;
  }

  report(code: DiagnosticCode, range: Range, message: string): void {
    if (diagnosticTable.get(code)?.severity === 'error') this.error(code as CodeOf<'error'>, range, message);
  }

  error(code: CodeOf<'error'>, range: Range, message: string): void {
    this.importing.error(code, this.place, `${this.path}, line ${range.start.line + 1}: ${message}`);
  }
}

export class Imports {
  private files = 0;

  constructor(private readonly importer: Importer) {}

  /** The context of a file: its blocks and those it imports, its defaults. `within` are the files importing it. */
  contextOf(
    file: ParsedFile,
    id: string | undefined,
    path: string | undefined,
    diagnostics: Reporter,
    within: readonly string[],
  ) {
    const blocks = new Blocks<DeclaredBlock>();
    const { starts } = file;
    const items = itemsOf(file);
    const defaults = collectDefaults(items.filter(isDefaults), { diagnostics, starts });
    const context: FileContext = { path, diagnostics, starts, blocks, defaults };
    for (const block of items.filter(isBlock))
      declare(block, context, blocks, declarationRange(block, context, 'block'), diagnostics);
    for (const statement of items.filter(isImport)) {
      for (const { block, file: from } of this.bring(statement, id, context, within)) {
        declare(block, from, blocks, rangeOf(statement, context), diagnostics);
      }
    }
    return context;
  }

  private bring(
    statement: Import,
    from: string | undefined,
    importing: FileContext,
    within: readonly string[],
  ): DeclaredBlock[] {
    const { diagnostics } = importing;
    const path = statement.path ?? '';
    const place = rangeOf(statement, importing);
    const found = findImported(path, from, this.importer);
    if (!found) {
      diagnostics.error('import-not-found', place, `there is no file "${path}" beside this one.`);
    } else if ('reason' in found) {
      diagnostics.error('import-not-found', place, `"${path}" is not imported: ${found.reason}`);
    } else if (within.includes(found.id) || found.id === from) {
      diagnostics.error(
        'import-cycle',
        place,
        `"${path}" imports this file in turn: blocks of both belong into a third.`,
      );
    } else if (++this.files > maximalFiles) {
      diagnostics.error('too-many-files', place, `a file may bring up to ${maximalFiles} others together.`);
    } else {
      const inside = new ImportedDiagnostics(path, place, diagnostics);
      const broken = firstMistake(found.parsed);
      if (broken) diagnostics.error('import-broken', place, `"${path}" does not parse: ${broken.message}`);
      const context = this.contextOf(found.parsed, found.id, path, inside, [...within, found.id]);
      // What a file imports itself is its own business: only its blocks come along.
      return context.blocks.all().filter((declared) => declared.file === context);
    }
    return [];
  }
}

/** What a file says first of what does not parse. */
function firstMistake({ limit, statements }: ParsedFile): { readonly message: string } | undefined {
  const lexerErrors = statements.flatMap((statement) => statement.lexerErrors);
  return limit ?? lexerErrors[0] ?? statements.flatMap((statement) => statement.parserErrors)[0];
}

function declare(
  block: Block,
  file: FileContext,
  blocks: Blocks<DeclaredBlock>,
  place: Range,
  diagnostics: Reporter,
): void {
  if (!block.name || blocks.declare({ block, file })) return;
  diagnostics.error('name-twice', place, `a block is called \`${block.name}\` already.`);
}
