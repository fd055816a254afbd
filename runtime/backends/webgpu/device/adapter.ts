// Requests a WebGPU device. A machine without one is an ordinary case: the answer is then a reason for people, never an
// exception.
import type { AdapterProfile } from '../adapter-profile.js';
import { largestBuffer } from './limits.js';

export interface Device {
  readonly kind: 'device';
  readonly device: GPUDevice;
  /** For people: the adapter's name, e.g. `google swiftshader (in software)`. */
  readonly description: string;
  /** Everything the driver reports of the adapter: the key of its entry in the tuning cache. */
  readonly identity: string;
  /** What a program is planned and compiled for. */
  readonly adapter: AdapterProfile;
}

/** A device, or why there is none and what to do about it. */
export type DeviceAnswer = Device | { readonly kind: 'none'; readonly reason: string; readonly advice: string };

/** Optional features that some kernels use. */
const wantedFeatures: readonly GPUFeatureName[] = ['subgroups', 'shader-f16'];

/**
 * Asks `gpu` (`navigator.gpu` in a page, undefined where the browser has none) for a device with the adapter's own
 * limits on buffers, which are larger than the defaults of 256 MiB a buffer and 128 MiB a binding.
 */
export async function requestDevice(gpu: GPU | undefined): Promise<DeviceAnswer> {
  if (!gpu) {
    return {
      kind: 'none',
      reason: 'WebGPU is not available here: there is no navigator.gpu.',
      advice: 'Update the editor or browser; on Linux start it with --enable-unsafe-webgpu --enable-features=Vulkan.',
    };
  }
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) {
      return {
        kind: 'none',
        reason: 'WebGPU is available, but it found no graphics adapter it can use.',
        advice: 'Update the graphics driver and check that hardware acceleration is switched on.',
      };
    }
    const device = await adapter.requestDevice({
      requiredFeatures: wantedFeatures.filter((feature) => adapter.features.has(feature)),
      requiredLimits: {
        maxBufferSize: adapter.limits.maxBufferSize,
        maxStorageBufferBindingSize: adapter.limits.maxStorageBufferBindingSize,
      },
    });
    const { vendor, architecture, device: name, description } = adapter.info;
    return {
      kind: 'device',
      device,
      description: describeAdapter(adapter.info),
      identity: [vendor, architecture, name, description].join(' '),
      adapter: readProfile(device),
    };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return {
      kind: 'none',
      reason: `The graphics adapter refused to give a device: ${cause}`,
      advice: 'Close other programs that use the GPU, then try again.',
    };
  }
}

/** The profile of a device's adapter, limited to the features that the device has enabled. */
export function readProfile({ adapterInfo, features, limits }: GPUDevice): AdapterProfile {
  const { vendor, architecture, subgroupMinSize = 0, subgroupMaxSize } = adapterInfo;
  const known = features.has('subgroups') && subgroupMinSize === subgroupMaxSize;
  return {
    vendor,
    architecture,
    software: isSoftware(adapterInfo),
    subgroupSize: known ? subgroupMinSize : 0,
    largestBuffer: largestBuffer(limits),
    ...(features.has('shader-f16') && { f16: true }),
  };
}

/** The adapter's name as the driver reports it, with a note if it computes in software. */
export function describeAdapter(info: GPUAdapterInfo): string {
  const name = [info.vendor, info.device || info.architecture || info.description].filter(Boolean).join(' ');
  return `${name || 'unnamed adapter'}${isSoftware(info) ? ' (in software)' : ''}`;
}

function isSoftware(info: GPUAdapterInfo): boolean {
  const names = `${info.vendor} ${info.architecture} ${info.device} ${info.description}`.toLowerCase();
  return info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|basic render/.test(names);
}
