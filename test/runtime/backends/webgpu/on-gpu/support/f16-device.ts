// A device for the tests of f16 storage, and whether it has shader-f16. Without it those tests say so and are skipped;
// with RECEPTIVE_NEEDS_F16 set they fail.
import { describeAdapter, readProfile } from '../../../../../../runtime/backends/webgpu/index.js';
import { nodeDevice } from './node-device.js';

interface HalvesDevice {
  readonly device: GPUDevice | undefined;
  readonly has: boolean;
  /**
   * Whether to run every size and network. Software adapters spend most of the time compiling, so they run each kind
   * of computation once, unless EVERY_VARIANT=1.
   */
  readonly every: boolean;
}

export async function halvesDevice(): Promise<HalvesDevice> {
  const device = await nodeDevice();
  const has = device?.features.has('shader-f16') ?? false;
  const every = process.env.EVERY_VARIANT === '1' || (device !== undefined && !readProfile(device).software);
  if (has) return { device, has, every };
  const message = device
    ? `NO shader-f16 ON ${describeAdapter(device.adapterInfo)}: kernels with f16 storage are NOT tested on it.`
    : 'Kernels with f16 storage need WebGPU in Node.';
  if (process.env.RECEPTIVE_NEEDS_F16) throw new Error(message);
  if (device) console.error(`\n${'!'.repeat(80)}\n${message}\n${'!'.repeat(80)}\n`);
  return { device, has, every };
}
