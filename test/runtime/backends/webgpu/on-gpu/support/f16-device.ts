// A device for the tests of activations in halves, and whether it has them. Without, those tests say so and are
// skipped, but where the environment has RECEPTIVE_NEEDS_F16: there they run for nothing else.
import { describeAdapter, readProfile } from '../../../../../../runtime/backends/webgpu/index.js';
import { nodeDevice } from './node-device.js';

interface HalvesDevice {
  readonly device: GPUDevice | undefined;
  readonly has: boolean;
  /**
   * Whether to run all there is. Compiling takes software adapters most of the time: there each kind of computation
   * runs, but not in every size and network, unless EVERY_VARIANT=1 asks for it.
   */
  readonly every: boolean;
}

export async function halvesDevice(): Promise<HalvesDevice> {
  const device = await nodeDevice();
  const has = device?.features.has('shader-f16') ?? false;
  const every = process.env.EVERY_VARIANT === '1' || (device !== undefined && !readProfile(device).software);
  if (has) return { device, has, every };
  const message = device
    ? `NO shader-f16 ON ${describeAdapter(device.adapterInfo)}: kernels on halves are NOT tested on it.`
    : 'Kernels on halves need WebGPU in Node.';
  if (process.env.RECEPTIVE_NEEDS_F16) throw new Error(message);
  if (device) console.error(`\n${'!'.repeat(80)}\n${message}\n${'!'.repeat(80)}\n`);
  return { device, has, every };
}
