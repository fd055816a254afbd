// Opens a VS Code with the packaged extension and the examples in it, as `npm test` has provisioned and packaged them.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { provisionVSCode, type VSCode } from '../../provision/vscode.mjs';
import { type Host, openHost } from '../host/host.mjs';

const PACKAGE = fileURLToPath(new URL('../../../dist/receptive.vsix', import.meta.url));
const EXAMPLES = fileURLToPath(new URL('../../../examples', import.meta.url));

/**
 * @param options worker: run the extension in the browser's worker host
 * @throws when the extension has not been packaged
 */
export async function openExtension({ worker = false } = {}): Promise<Host> {
  if (!existsSync(PACKAGE)) throw new Error(`there is no ${PACKAGE}; run \`npm run package\` first`);
  const given = process.env.RECEPTIVE_TEST_VSCODE;
  const vscode = given === undefined ? await provisionVSCode() : (JSON.parse(given) as VSCode);
  return openHost({ vscode, vsix: PACKAGE, examples: EXAMPLES, worker });
}
