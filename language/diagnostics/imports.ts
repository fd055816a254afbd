// Diagnostics of imports: a file that is missing, does not parse, or imports the file that imports it.
import { defineDiagnostic } from './entry.js';

export const importNotFound = defineDiagnostic({
  code: 'import-not-found',
  severity: 'error',
  title: 'An import of a file that does not exist',
  why: 'The path of an import starts at the folder of the file that imports.',
  wrong: `import "block.cnn"
network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }`,
  right: `import "blocks.cnn"
network A { input(28x28x1) -> Unit(6) -> fc(10) }`,
  imported: { 'blocks.cnn': 'block Unit(n) { conv(n) -> relu }' },
  /** `reason` is a sentence for a file that exists and is not read. */
  message: ({ path, reason }: { readonly path: string; readonly reason?: string }) =>
    reason === undefined
      ? `there is no file "${path}": paths start at the folder of this file.`
      : `"${path}" is not imported: ${reason}`,
});

export const importBroken = defineDiagnostic({
  code: 'import-broken',
  severity: 'error',
  title: 'An import of a file that does not parse',
  why: 'Its blocks could not be read completely, so they cannot be used.',
  wrong: `import "broken.cnn"
network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }`,
  right: `import "blocks.cnn"
network A { input(28x28x1) -> Unit(6) -> fc(10) }`,
  imported: { 'broken.cnn': 'block Unit(n) { conv(n -> }', 'blocks.cnn': 'block Unit(n) { conv(n) -> relu }' },
  /** `mistake` is the first message of the parser. */
  message: ({ path, mistake }: { readonly path: string; readonly mistake: string }) =>
    `"${path}" does not parse: ${mistake}`,
});

export const importCycle = defineDiagnostic({
  code: 'import-cycle',
  severity: 'error',
  title: 'Files that import each other',
  why: 'Blocks that both files need belong in a third file, which both import.',
  wrong: `import "around.cnn"
network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }`,
  right: `import "blocks.cnn"
network A { input(28x28x1) -> Unit(6) -> fc(10) }`,
  imported: {
    'around.cnn': 'import "around.cnn"\nblock Unit(n) { conv(n) -> relu }',
    'blocks.cnn': 'block Unit(n) { conv(n) -> relu }',
  },
  message: ({ path }: { readonly path: string }) =>
    `"${path}" imports this file in turn: move the blocks that both need into a third file.`,
});

export const tooManyFiles = defineDiagnostic({
  code: 'too-many-files',
  severity: 'error',
  title: 'An import of too many files',
  why: 'The bound keeps a few files that import many others from stopping the editor.',
  wrong: `${'import "empty.cnn"\n'.repeat(101)}network A { input(28x28x1) -> fc(10) }`,
  right: `import "blocks.cnn"
network A { input(28x28x1) -> Unit(6) -> fc(10) }`,
  imported: { 'empty.cnn': '// Nothing yet', 'blocks.cnn': 'block Unit(n) { conv(n) -> relu }' },
  message: ({ limit }: { readonly limit: number }) =>
    `a file may import up to ${limit} files, those that its imports import included.`,
});
