// Opens a VS Code with the packaged extension and the examples in it, as `npm test` has provisioned and packaged them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provisionVSCode, type VSCode } from '../../provision/vscode.mjs';
import { type Host, openHost } from '../host/host.mjs';

const PACKAGE = fileURLToPath(new URL('../../../dist/receptive.vsix', import.meta.url));
const EXAMPLES = fileURLToPath(new URL('../../../examples', import.meta.url));

interface ExtensionOptions {
  /** True to run the extension in the browser's worker host. */
  readonly worker?: boolean;
  /** False for Restricted Mode. */
  readonly trusted?: boolean;
  /** The user's. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** For tests that train on WebGPU, which without a graphics processor is used only where it is asked for. */
export const onWebGpu = { 'receptive.backend': 'webgpu' };

/**
 * @throws when the extension has not been packaged
 */
export async function openExtension(options: ExtensionOptions = {}): Promise<Host> {
  if (!existsSync(PACKAGE)) throw new Error(`there is no ${PACKAGE}; run \`npm run package\` first`);
  const given = process.env.RECEPTIVE_TEST_VSCODE;
  const vscode = given === undefined ? await provisionVSCode() : (JSON.parse(given) as VSCode);
  return openHost({ vscode, vsix: PACKAGE, examples: EXAMPLES, ...options });
}

/**
 * Puts LeNet-5 with a job of so many epochs into the workspace: two are soon done and have learnt, a thousand go on.
 */
export function writeJob(host: Host, name: string, epochs: number): void {
  const text = readFileSync(join(EXAMPLES, 'lenet5.cnn'), 'utf8');
  const changed = text.replace(/epochs(\s*)= \d+/, `epochs$1= ${epochs}`);
  if (changed === text) throw new Error(`lenet5.cnn names no number of epochs other than ${epochs}`);
  writeFileSync(join(host.workspace, name), changed);
}
