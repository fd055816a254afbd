// Bundles one task of the bench for a browser page or for a Node process.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { ContestantKey } from '../contestants/index.js';
import type { BundleTarget } from '../environments/environment.js';

/** Tasks that are bundled by their module's name. */
interface Works {
  readonly '../worker/matmul.js': typeof import('../worker/matmul.js')['work'];
  readonly '../worker/peak.js': typeof import('../worker/peak.js')['work'];
  readonly '../worker/profile.js': typeof import('../worker/profile.js')['work'];
}

/** Source text that runs a task. */
export const workIn = (module: keyof Works) => `import { work } from '${module}';`;

/** Source text that trains with one contestant. */
export const caseOf = (contestant: ContestantKey) => `import { contestant } from '../contestants/${contestant}.js';
import { caseWork } from '../worker/measure.js';
const work = caseWork(contestant);`;

export interface Bundle {
  /** The file's name without its ending. */
  readonly name: string;
  /** TypeScript that declares `work`, with imports relative to bench/compare: `workIn`, `caseOf`. */
  readonly code: string;
  readonly target: BundleTarget;
  /** The folder of the peers' packages, where they are needed. */
  readonly packages?: string;
}

/** Writes the bundle into dist/bench and gives its path. */
export async function bundleWork(root: URL, { name, code, target, packages }: Bundle): Promise<string> {
  const bench = fileURLToPath(new URL('bench/compare/', root));
  const folder = fileURLToPath(new URL('dist/bench/', root));
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${name}.${target}.mjs`);
  await build({
    stdin: {
      contents: `${code}\nimport { serve } from '../worker/${target}.js';\nserve(work);`,
      resolveDir: bench,
    },
    bundle: true,
    outfile,
    format: 'esm',
    platform: target === 'page' ? 'browser' : 'node',
    target: 'es2022',
    external: ['webgpu'],
    loader: { '.py': 'text' },
    ...(packages !== undefined && { nodePaths: [packages] }),
    // CommonJS packages inside the bundle call `require`, which an ES module lacks.
    ...(target === 'node' && {
      mainFields: ['module', 'main'],
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    }),
    logLevel: 'error',
  });
  return outfile;
}
