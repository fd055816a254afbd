// @ts-check
// `npm start`: prepares a fresh clone, then checks, summarises and trains LeNet-5.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build, setUp } from './setup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const example = 'examples/lenet5.cnn';

/** Runs `npx cnn` with these arguments in the project's folder; resolves with its exit code. */
async function cnn(/** @type {string[]} */ ...args) {
  console.log(`\n$ npx cnn ${args.join(' ')}`);
  const child = spawn(process.execPath, ['cli/cnn.mjs', ...args], { cwd: root, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 2)));
  });
}

// Ctrl-C reaches the command too, which stops and reports its progress.
process.on('SIGINT', () => {});

console.log(`Checks LeNet-5, prints its table and trains it on 5,000 handwritten digits.
The training takes some ten seconds, without a graphics card too; about 97 % of the test digits are then right.`);
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
