// Counts the bytes of all WebGPU buffers, by wrapping createBuffer and destroy: the same way for every library.

export interface BufferCount {
  /** Most bytes allocated at once; undefined where WebGPU was not used. */
  peak(): number | undefined;
}

/** Starts counting for all devices of this process or page. */
export function countBuffers(): BufferCount {
  let allocated = 0;
  let peak: number | undefined;
  if (typeof GPUDevice === 'undefined') return { peak: () => undefined };
  const sizes = new WeakMap<GPUBuffer, number>();
  const { createBuffer } = GPUDevice.prototype;
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    sizes.set(buffer, descriptor.size);
    allocated += descriptor.size;
    peak = Math.max(peak ?? 0, allocated);
    return buffer;
  };
  const { destroy } = GPUBuffer.prototype;
  GPUBuffer.prototype.destroy = function () {
    allocated -= sizes.get(this) ?? 0;
    sizes.delete(this);
    return destroy.call(this);
  };
  return { peak: () => peak };
}
