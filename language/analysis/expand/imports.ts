// Brings the blocks of other files: each keeps its own file's blocks and defaults, and what is wrong in it is said
// where it was imported.
import type { ParseResult } from 'langium';
import { type Block, type File, type Import, isBlock, isDefaults, isImport } from '../../generated/ast.js';
import type { CodeOf, DiagnosticCode } from '../diagnostics/index.js';
import { diagnostics } from '../diagnostics/index.js';
import type { Range } from '../problem.js';
import type { Reporter } from '../problems.js';
import { collectDefaults } from './defaults.js';
import type { DeclaredBlock, FileContext } from './file-context.js';
import { declarationRange, rangeOf } from './ranges.js';

export interface ImportedFile {
  /** Tells files apart, however they were written: a URI or an absolute path. */
  readonly id: string;
  readonly parsed: ParseResult<File>;
}

/** A file that is there and is not read; `reason` completes the sentence. */
export interface RefusedFile {
  readonly reason: string;
  readonly parsed?: undefined;
}

/**
 * Finds the file that `path` names when written in the file `from` (undefined: the file being analysed). It is only asked
 * for relative paths of .cnn files, with `/` between names.
 */
export type Importer = (path: string, from: string | undefined) => ImportedFile | RefusedFile | undefined;

/** No scheme, drive, backslash or control character, and not from a root: it means the same on every machine. */
function isRelativePath(path: string): boolean {
  return /^(?!\/)[^:\\\p{Cc}]+\.cnn$/u.test(path);
}

/** Asks the importer for what an import names, where it names a file as imports do. */
export function findImported(path: string, from: string | undefined, importer: Importer): ReturnType<Importer> {
  if (isRelativePath(path)) return importer(path, from);
  return { reason: 'write the path of a .cnn file from this one, with / between folders: "blocks.cnn".' };
}

/** Files one analysis may bring together. */
const maximalFiles = 100;

/** Says errors of an imported file where it was imported, with the line they stand on; the rest is its own business. */
class ImportedProblems implements Reporter {
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
    if (diagnostics.get(code)?.severity === 'error') this.error(code as CodeOf<'error'>, range, message);
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
    file: File,
    id: string | undefined,
    path: string | undefined,
    problems: Reporter,
    within: readonly string[],
  ) {
    const blocks = new Map<string, DeclaredBlock>();
    const context: FileContext = {
      path,
      problems,
      blocks,
      defaults: collectDefaults(file.items.filter(isDefaults), problems),
    };
    for (const block of file.items.filter(isBlock))
      declare(block, context, blocks, declarationRange(block, 'block'), problems);
    for (const statement of file.items.filter(isImport)) {
      for (const { block, file: from } of this.bring(statement, id, problems, within)) {
        declare(block, from, blocks, rangeOf(statement), problems);
      }
    }
    return context;
  }

  private bring(
    statement: Import,
    from: string | undefined,
    problems: Reporter,
    within: readonly string[],
  ): DeclaredBlock[] {
    const path = statement.path ?? '';
    const place = rangeOf(statement);
    const found = findImported(path, from, this.importer);
    if (!found) {
      problems.error('import-not-found', place, `there is no file "${path}" beside this one.`);
    } else if ('reason' in found) {
      problems.error('import-not-found', place, `"${path}" is not imported: ${found.reason}`);
    } else if (within.includes(found.id) || found.id === from) {
      problems.error('import-cycle', place, `"${path}" imports this file in turn: blocks of both belong into a third.`);
    } else if (++this.files > maximalFiles) {
      problems.error('too-many-files', place, `a file may bring up to ${maximalFiles} others together.`);
    } else {
      const inside = new ImportedProblems(path, place, problems);
      const [broken] = [...found.parsed.lexerErrors, ...found.parsed.parserErrors];
      if (broken) problems.error('import-broken', place, `"${path}" does not parse: ${broken.message}`);
      const context = this.contextOf(found.parsed.value, found.id, path, inside, [...within, found.id]);
      // What a file imports itself is its own business: only its blocks come along.
      return [...context.blocks.values()].filter((declared) => declared.file === context);
    }
    return [];
  }
}

function declare(
  block: Block,
  file: FileContext,
  blocks: Map<string, DeclaredBlock>,
  place: Range,
  problems: Reporter,
): void {
  if (!block.name) return;
  if (blocks.has(block.name)) problems.error('name-twice', place, `a block is called \`${block.name}\` already.`);
  else blocks.set(block.name, { block, file });
}
