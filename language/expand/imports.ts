// Resolves imports: makes the blocks of other files available. Each block is expanded with its own file's blocks and
// defaults; errors in an imported file are reported on the import.

import type { Budget } from '../budget.js';
import { type DiagnosticCollector, Reporter } from '../diagnostics/collect/collector.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { importBroken, importCycle, importNotFound, tooManyFiles } from '../diagnostics/imports.js';
import { nameTwice } from '../diagnostics/names.js';
import { BlockTable } from '../evaluate/block-table.js';
import type { DeclaredBlock, FileContext } from '../evaluate/file-context.js';
import { limits } from '../limits.js';
import { Damage } from '../recovery/damage.js';
import { findImported, type Importer } from '../resolve/importer.js';
import { type Import, isBlock, isDefaults, isImport } from '../syntax/generated/ast.js';
import { itemsOf, type ParsedFile } from '../syntax/parsed-file.js';
import { declarationRange, rangeOf } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';
import { collectDefaults } from './defaults.js';

/** Reports errors of an imported file on its import, with their line; warnings and advice belong to that file. */
class ImportedDiagnostics extends Reporter {
  constructor(
    private readonly path: string,
    private readonly importRange: Range,
    private readonly importing: Reporter,
    /** The file does not parse, which is reported: its other errors are only counted. */
    private readonly broken: boolean,
  ) {
    super();
  }

  override get budget(): Budget {
    return this.importing.budget;
  }

  override get errors(): number {
    return this.importing.errors;
  }

  override set errors(count: number) {
    this.importing.errors = count;
  }

  override silence<T>(work: () => T): T {
    return this.importing.silence(work);
  }

  override isSuperfluous(code: string): boolean {
    return this.importing.isSuperfluous(code, this.importRange);
  }

  override add({ code, severity, range, message }: Diagnostic): void {
    if (severity !== 'error') return;
    if (this.broken) {
      this.errors++;
      return;
    }
    const located = `${this.path}, line ${range.start.line + 1}: ${message}`;
    this.importing.add({ code, severity, message: located, range: this.importRange, related: [], fixes: [] });
  }
}

/** The context of the file being analysed, and the files its imports resolved to, those of imported files included. */
export interface ResolvedImports {
  readonly file: FileContext & { readonly diagnostics: DiagnosticCollector };
  readonly imported: readonly (ParsedFile | undefined)[];
}

export function resolveImports(
  parsed: ParsedFile,
  importer: Importer,
  diagnostics: DiagnosticCollector,
): ResolvedImports {
  const imported: (ParsedFile | undefined)[] = [];
  const importing = importer.root === undefined ? [] : [importer.root];
  const resolver = new ImportResolver(importer, imported);
  const file = resolver.createContext({ parsed, id: undefined, path: undefined, importing }, diagnostics);
  return { file, imported };
}

/** A file that is read; `importing` are the ids of the files that led to it, itself included. */
interface Source {
  readonly parsed: ParsedFile;
  readonly id: string | undefined;
  readonly path: string | undefined;
  readonly importing: readonly string[];
}

class ImportResolver {
  private files = 0;

  constructor(
    private readonly importer: Importer,
    private readonly imported: (ParsedFile | undefined)[],
  ) {}

  /** The file's own blocks and those it imports, and its defaults. */
  createContext<R extends Reporter>(source: Source, diagnostics: R): FileContext & { readonly diagnostics: R } {
    const { parsed, path } = source;
    const blocks = new BlockTable<DeclaredBlock>();
    const { starts } = parsed;
    const damage = new Damage(parsed.statements);
    const items = itemsOf(parsed);
    const defaults = collectDefaults(items.filter(isDefaults), { diagnostics, starts });
    const context = { path, diagnostics, budget: diagnostics.budget, starts, blocks, damage, defaults };
    for (const block of items.filter(isBlock)) {
      declare({ block, file: context }, declarationRange(block, context, 'block'), context);
    }
    for (const statement of items.filter(isImport)) {
      for (const declared of this.importBlocks(statement, source, context)) {
        declare(declared, rangeOf(statement, context), context);
      }
    }
    return context;
  }

  private importBlocks(statement: Import, { id, importing }: Source, file: FileContext): DeclaredBlock[] {
    const { diagnostics } = file;
    const path = statement.path ?? '';
    const range = rangeOf(statement, file);
    const { budget } = diagnostics;
    // Parsing it would take time.
    if (budget.exhausted('tokens')) {
      file.damage.namesUnknown = true;
      return [];
    }
    const found = findImported(path, id, this.importer);
    this.imported.push(found?.parsed);
    if (!found || 'reason' in found) file.damage.namesUnknown = true;
    if (!found) {
      diagnostics.report(importNotFound, range, { path });
    } else if ('reason' in found) {
      diagnostics.report(importNotFound, range, { path, reason: found.reason });
    } else if (importing.includes(found.id) || found.id === id) {
      diagnostics.report(importCycle, range, { path });
    } else if (++this.files > limits.imports) {
      diagnostics.report(tooManyFiles, range, { limit: limits.imports });
    } else if (!budget.spend('tokens', found.parsed.spent.tokens)) {
      file.damage.namesUnknown = true;
      diagnostics.reportExceeded('tokens', range);
    } else {
      const { parsed } = found;
      const broken = firstSyntaxError(parsed);
      const inside = new ImportedDiagnostics(path, range, diagnostics, broken !== undefined);
      if (broken) diagnostics.report(importBroken, range, { path, mistake: broken.message });
      const source = { parsed, id: found.id, path, importing: [...importing, found.id] };
      const context = this.createContext(source, inside);
      file.damage.addImported(context.damage);
      // Imports are not transitive: only the file's own blocks are available here.
      return context.blocks.all().filter((declared) => declared.file === context);
    }
    return [];
  }
}

function firstSyntaxError({ limit, statements }: ParsedFile): { readonly message: string } | undefined {
  const lexerErrors = statements.flatMap((statement) => statement.lexerErrors);
  return limit ?? lexerErrors[0] ?? statements.flatMap((statement) => statement.parserErrors)[0];
}

function declare(declared: DeclaredBlock, range: Range, { blocks, diagnostics }: FileContext): void {
  const { name } = declared.block;
  if (!name || blocks.declare(declared)) return;
  diagnostics.report(nameTwice, range, { name, what: 'block' });
}
