// Looks for a Vulkan adapter in a process of its own. Dawn logs to the terminal why Vulkan cannot be used, and nothing
// in this process could hold its native output back; a child's is read here, and what is no such warning passed on.
import { spawn } from 'node:child_process';

export interface NoAdapter {
  readonly kind: 'none';
  readonly reason: string;
  readonly advice: string;
}

const script = `
const { create, globals } = await import(process.argv[1]);
Object.assign(globalThis, globals);
const gpu = create([]);
const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
process.stdout.write(adapter ? 'adapter' : 'none', () => process.exit());
`;

const timeout = 20_000;

/**
 * Why there is no adapter; undefined where there is one or where this is unknown, so that the process has to ask for
 * one itself. On macOS and Windows Dawn always finds a backend and logs nothing.
 */
export async function probeAdapter(platform = process.platform): Promise<NoAdapter | undefined> {
  if (platform !== 'linux') return undefined;
  const outcome = await runScript().catch(() => undefined);
  if (outcome?.stdout !== 'none') return undefined;
  const { warnings, rest } = splitWarnings(outcome.stderr);
  process.stderr.write(rest);
  return describeMissingAdapter(warnings);
}

/** Separates Dawn's warnings, with the lines that say where in Dawn they arose, from everything else. */
export function splitWarnings(stderr: string): { readonly warnings: string; readonly rest: string } {
  const isWarning = /^Warning: .*\n(?:[ \t]+at .*\n)*\n?/gm;
  return { warnings: stderr.match(isWarning)?.join('') ?? '', rest: stderr.replace(isWarning, '') };
}

export function describeMissingAdapter(warnings: string): NoAdapter {
  const why = warnings.includes('libvulkan.so.1') ? 'Vulkan is not installed' : 'Vulkan found no driver for one';
  return {
    kind: 'none',
    reason: `WebGPU found no graphics adapter: ${why}.`,
    advice: "Install the graphics card's Vulkan driver; on Debian and Ubuntu: apt install mesa-vulkan-drivers.",
  };
}

async function runScript(): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const args = ['--input-type=module', '--eval', script, import.meta.resolve('webgpu')];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve({ stdout, stderr }));
  });
}
