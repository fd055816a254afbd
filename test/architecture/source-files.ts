// The project's files as the architecture tests see them: what git tracks or would add, with their imports.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Import {
  /** A path from the project's root, or a package's name with its subpath. */
  readonly target: string;
  readonly isPackage: boolean;
  /** Erased at run time. */
  readonly typeOnly: boolean;
}

export interface TextFile {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface SourceFile extends TextFile {
  readonly imports: readonly Import[];
}

/** Every file that git tracks or would add, from the project's root. */
export function projectFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT });
  const files = new Set(listed.toString().split('\0'));
  return [...files].filter((file) => file !== '' && existsSync(join(ROOT, file)));
}

/** Written by a program, or data. */
const generated = [
  /^language\/syntax\/generated\//,
  /^syntaxes\//,
  /^docs\/(reference|diagnostics)\.md$/,
  /^test\/ground-truth\//,
  /package-lock\.json$/,
];

const binary = /\.(png|gz|npz|npy|jpe?g|idx)$/;

/** All text files that people write. */
export function textFiles(): TextFile[] {
  return projectFiles()
    .filter((path) => !generated.some((pattern) => pattern.test(path)) && !binary.test(path))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** TypeScript and JavaScript that people write. */
export function sourceFiles(): SourceFile[] {
  return textFiles()
    .filter(({ path }) => /\.(ts|mjs)$/.test(path))
    .map(({ path, text }) => ({ path, text, imports: readImports(path, text) }));
}

function readImports(path: string, text: string): Import[] {
  const imports: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return;
    const isPackage = !specifier.text.startsWith('.');
    const target = isPackage ? specifier.text : resolveFile(path, specifier.text);
    imports.push({ target, isPackage, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return imports;
}

/** `import type ...`, or an import whose names all have `type`. */
function isTypeOnly({ importClause: clause }: ts.ImportDeclaration): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const { name, namedBindings } = clause;
  if (name !== undefined || namedBindings === undefined || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.length > 0 && namedBindings.elements.every((element) => element.isTypeOnly);
}

/** Imports name `.js` where the source is `.ts`. */
function resolveFile(from: string, specifier: string): string {
  const target = posix.join(posix.dirname(from), specifier);
  const typescript = target.replace(/\.js$/, '.ts');
  return existsSync(join(ROOT, typescript)) ? typescript : target;
}
