// Bundles a piece of work for a page or for a Node process.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { ContestantKey } from './contestants/index.js';

/** What a bundle is for: a page in a browser, or a process of Node. */
export type Target = 'page' | 'node';

/** Pieces of work that are bundled by their names. */
interface Works {
  readonly './worker/matmul.js': typeof import('./worker/matmul.js')['work'];
  readonly './worker/profile.js': typeof import('./worker/profile.js')['work'];
}

/** The code of a piece of work. */
export const workIn = (module: keyof Works) => `import { work } from '${module}';`;

/** The code of one contestant's case. */
export const caseOf = (contestant: ContestantKey) => `import { contestant } from './contestants/${contestant}.js';
import { caseWork } from './worker/measure.js';
const work = caseWork(contestant);`;

export interface Bundle {
  /** Names the file. */
  readonly name: string;
  /** TypeScript as if it stood in bench/, that gives `work` a value: `workIn`, `caseOf`. */
  readonly code: string;
  readonly target: Target;
  /** Where the peers' packages lie, for what needs them. */
  readonly packages?: string;
}

/** Writes the bundle into dist/bench and gives its path. */
export async function bundleWork(root: URL, { name, code, target, packages }: Bundle): Promise<string> {
  const bench = fileURLToPath(new URL('bench/', root));
  const folder = fileURLToPath(new URL('dist/bench/', root));
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${name}.${target}.mjs`);
  await build({
    stdin: {
      contents: `${code}\nimport { serve } from './worker/${target}.js';\nserve(work);`,
      resolveDir: bench,
    },
    bundle: true,
    outfile,
    format: 'esm',
    platform: target === 'page' ? 'browser' : 'node',
    target: 'es2022',
    external: ['webgpu'],
    ...(packages !== undefined && { nodePaths: [packages] }),
    // Packages written for require() ask for it in an ES module of Node.
    ...(target === 'node' && {
      mainFields: ['module', 'main'],
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    }),
    logLevel: 'error',
  });
  return outfile;
}
