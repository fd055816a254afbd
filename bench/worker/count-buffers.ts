// Counts the bytes of every WebGPU buffer a library makes, the same for all: where they are asked for and given back.

export interface BufferCount {
  /** The most that was held at once since the beginning; undefined where WebGPU was not used. */
  peak(): number | undefined;
}

/** Counts from now on, for every device of this process or page. */
export function countBuffers(): BufferCount {
  let held = 0;
  let peak: number | undefined;
  if (typeof GPUDevice === 'undefined') return { peak: () => undefined };
  const sizes = new WeakMap<GPUBuffer, number>();
  const { createBuffer } = GPUDevice.prototype;
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    sizes.set(buffer, descriptor.size);
    held += descriptor.size;
    peak = Math.max(peak ?? 0, held);
    return buffer;
  };
  const { destroy } = GPUBuffer.prototype;
  GPUBuffer.prototype.destroy = function () {
    held -= sizes.get(this) ?? 0;
    sizes.delete(this);
    return destroy.call(this);
  };
  return { peak: () => peak };
}
