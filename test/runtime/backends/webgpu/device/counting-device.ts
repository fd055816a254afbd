// A device that counts what is requested of it, whatever the executor reports.

export interface CountingDevice {
  /** To be used in place of the device it counts for. */
  readonly device: GPUDevice;
  /** Bytes of each buffer that was made, in that order. */
  readonly made: number[];
  /** Bytes of each buffer that was destroyed. */
  readonly destroyed: number[];
  /** How often each method was called. */
  readonly calls: Map<string, number>;
}

/** Counts for a device that does the work. */
export function countingDevice(device: GPUDevice): CountingDevice {
  const made: number[] = [];
  const destroyed: number[] = [];
  const calls = new Map<string, number>();
  const counting = new Proxy(device, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        calls.set(String(name), (calls.get(String(name)) ?? 0) + 1);
        const result = value.apply(target, args);
        if (name !== 'createBuffer') return result;
        const { size } = args[0] as GPUBufferDescriptor;
        made.push(size);
        const destroy = result.destroy.bind(result);
        result.destroy = () => {
          destroyed.push(size);
          destroy();
        };
        return result;
      };
    },
  });
  return { device: counting, made, destroyed, calls };
}

/** A device that makes nothing, of any size: for what is asked of one before the first step, and for no step. */
export function emptyDevice(): GPUDevice {
  const limits = { maxBufferSize: Number.POSITIVE_INFINITY, maxStorageBufferBindingSize: Number.POSITIVE_INFINITY };
  return {
    limits,
    adapterInfo: { vendor: 'nobody', architecture: '', device: '', description: '', isFallbackAdapter: false },
    features: new Set(),
    lost: new Promise(() => {}),
    queue: { writeBuffer: () => {} },
    addEventListener: () => {},
    removeEventListener: () => {},
    pushErrorScope: () => {},
    popErrorScope: async () => null,
    createBuffer: ({ size }: GPUBufferDescriptor) => ({ size, destroy: () => {} }),
    createShaderModule: () => ({}),
    createComputePipelineAsync: async () => ({ getBindGroupLayout: () => ({}) }),
    createBindGroup: () => ({}),
  } as unknown as GPUDevice;
}
