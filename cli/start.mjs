// @ts-check
// `npm start`: makes a fresh clone ready, then shows what the project does: LeNet-5 checked, measured and trained.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build, setUp } from './setup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const example = 'examples/lenet5.cnn';

/** Runs a command of ours as a person would, in the project's folder, and gives its exit code. */
async function cnn(/** @type {string[]} */ ...args) {
  console.log(`\n$ npx cnn ${args.join(' ')}`);
  const child = spawn(process.execPath, ['cli/cnn.mjs', ...args], { cwd: root, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 2)));
  });
}

// Ctrl-C reaches the command as well, which stops by itself and says how far it came.
process.on('SIGINT', () => {});

await setUp();
await build();
for (const command of ['check', 'summary', 'train']) {
  const code = await cnn(command, example);
  if (code !== 0) process.exit(code);
}
console.log(`
To see these figures as you type, and train with one click, in VS Code:
  npm run package
  code --install-extension dist/receptive.vsix
  code ${example}`);
