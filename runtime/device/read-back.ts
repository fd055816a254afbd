// Reads a buffer from the host through a buffer of the call's own, which no training step needs and no plan holds.

/** The first `size` bytes, after all that was submitted before. */
export async function readBack(device: GPUDevice, source: GPUBuffer, size: number): Promise<Float32Array> {
  const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
  const staging = device.createBuffer({ label: 'read', size, usage });
  try {
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(source, 0, staging, 0, size);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    return new Float32Array(staging.getMappedRange()).slice();
  } finally {
    staging.destroy();
  }
}
