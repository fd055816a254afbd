// @ts-check
// Finds a WebGPU adapter for Node: the machine's GPU, else SwiftShader, the software Vulkan in Chromium. The result is
// environment variables for a new process, because the dynamic linker reads LD_LIBRARY_PATH when a process starts.
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { runCommand } from './command.mjs';

/** Prints the adapter's description and whether it has shader-f16, or nothing without an adapter. */
const PROBE = `
const { create } = await import('webgpu');
const found = await create([]).requestAdapter();
const { vendor, architecture, device, description } = found?.info ?? {};
const adapter = [vendor, architecture, device, description].filter(Boolean).join(' ') || 'unnamed';
if (found) process.stdout.write(JSON.stringify({ adapter, hasF16: found.features.has('shader-f16') }));
process.exit(0);
`;

/**
 * @typedef {object} Probed
 * @property {string} adapter its description; '' without an adapter
 * @property {boolean} hasF16 whether it has shader-f16
 * @property {string} answer the error in place of an adapter
 */

/**
 * The environment variables under which a Node process of the tests gets a WebGPU adapter.
 * @returns {Promise<{ variables: Record<string, string>, adapter: string, hasF16: boolean }>} what to add to
 *   process.env, and the adapter it gives
 * @throws {Error} with all attempts, when there is no adapter
 */
export async function webGpuEnvironment() {
  const own = await probeAdapter({});
  if (own.adapter) return { variables: {}, adapter: own.adapter, hasF16: own.hasF16 };
  const variables = await swiftShaderVariables();
  const software = await probeAdapter(variables);
  if (software.adapter) return { variables, adapter: software.adapter, hasF16: software.hasF16 };
  throw new Error(
    'Node has no WebGPU adapter.\n' +
      `- as this machine is: ${own.answer}\n` +
      `- with Chromium's SwiftShader (${JSON.stringify(variables)}): ${software.answer}\n` +
      "Install a Vulkan driver (on Debian: apt-get install mesa-vulkan-drivers) or Debian's chromium.",
  );
}

/**
 * The variables that select Chromium's software Vulkan.
 * @returns {Promise<Record<string, string>>} empty when the system is not Linux or the browser has none
 */
export async function swiftShaderVariables() {
  if (process.platform !== 'linux') return {};
  const executable = await findChromium();
  // Debian's /usr/bin/chromium is a script; the program and its libraries lie in /usr/lib/chromium.
  const folders = ['/usr/lib/chromium', dirname(realpathSync(executable))];
  const folder = folders.find((candidate) => existsSync(join(candidate, 'vk_swiftshader_icd.json')));
  if (folder === undefined) return {};
  return {
    LD_LIBRARY_PATH: [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter),
    VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json'),
  };
}

/**
 * The adapter that a Node process gets with these variables on top of this one's environment.
 * @param {Record<string, string>} variables
 * @returns {Promise<Probed>}
 */
export async function probeAdapter(variables) {
  try {
    const env = { ...process.env, ...variables };
    const output = await runCommand(process.execPath, ['--input-type=module', '-e', PROBE], { env, timeout: 60_000 });
    const found = output ? JSON.parse(output) : { adapter: '', hasF16: false };
    return { ...found, answer: 'no adapter' };
  } catch (error) {
    return { adapter: '', hasF16: false, answer: /** @type {Error} */ (error).message };
  }
}
