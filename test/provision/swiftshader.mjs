// @ts-check
/**
 * WebGPU in Node for the tests. Where the machine has a GPU, Dawn (npm `webgpu`) finds it by itself; elsewhere it can
 * use SwiftShader, the software Vulkan that comes with Chromium. The dynamic linker reads LD_LIBRARY_PATH when a
 * process starts, so the variables are for starting the test process with, not for setting inside it.
 */
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { runCommand } from './command.mjs';

/** Prints the adapter's description and whether it has halves, or nothing where there is none. */
const PROBE = `
const { create } = await import('webgpu');
const found = await create([]).requestAdapter();
const { vendor, architecture, device, description } = found?.info ?? {};
const adapter = [vendor, architecture, device, description].filter(Boolean).join(' ') || 'unnamed';
if (found) process.stdout.write(JSON.stringify({ adapter, halves: found.features.has('shader-f16') }));
process.exit(0);
`;

/**
 * @typedef {object} Probed
 * @property {string} adapter its description; '' where there is none
 * @property {boolean} halves whether its shaders can store halves
 * @property {string} answer what was answered instead of an adapter
 */

/**
 * The environment variables under which a Node process of the tests gets a WebGPU adapter.
 * @returns {Promise<{ variables: Record<string, string>, adapter: string, halves: boolean }>} what to add to
 * process.env, and which adapter
 *   answered
 * @throws {Error} saying what was tried, when no adapter answers either way
 */
export async function webGpuEnvironment() {
  const own = await probeAdapter({});
  if (own.adapter) return { variables: {}, adapter: own.adapter, halves: own.halves };
  const variables = await swiftShaderVariables();
  const software = await probeAdapter(variables);
  if (software.adapter) return { variables, adapter: software.adapter, halves: software.halves };
  throw new Error(
    'Node gets no WebGPU adapter.\n' +
      `- as this machine is: ${own.answer}\n` +
      `- with Chromium's SwiftShader (${JSON.stringify(variables)}): ${software.answer}\n` +
      "Install a Vulkan driver (on Debian: apt-get install mesa-vulkan-drivers) or Debian's chromium.",
  );
}

/**
 * Where Chromium's software Vulkan lies.
 * @returns {Promise<Record<string, string>>} empty where the system is not Linux or the browser brings none
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
 * Which adapter a Node process gets with these variables on top of this one's environment.
 * @param {Record<string, string>} variables
 * @returns {Promise<Probed>}
 */
export async function probeAdapter(variables) {
  try {
    const env = { ...process.env, ...variables };
    const told = await runCommand(process.execPath, ['--input-type=module', '-e', PROBE], { env, timeout: 60_000 });
    const found = told ? JSON.parse(told) : { adapter: '', halves: false };
    return { ...found, answer: 'no adapter' };
  } catch (error) {
    return { adapter: '', halves: false, answer: /** @type {Error} */ (error).message };
  }
}
