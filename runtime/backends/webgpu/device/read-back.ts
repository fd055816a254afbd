// Reads a tensor from the host through a buffer of the call's own, which no training step needs and no plan holds.
import { f16FromBits, type ProgramTensor, sizeOf, tensorBytes } from '../../../ir/index.js';

/** The values of the tensor that lies at the beginning of `source`, after all that was submitted before. */
export async function readBack(
  device: GPUDevice,
  source: GPUBuffer,
  tensor: Pick<ProgramTensor, 'shape' | 'type'>,
): Promise<Float32Array> {
  const size = tensorBytes(tensor);
  const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
  const staging = device.createBuffer({ label: 'read', size, usage });
  try {
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(source, 0, staging, 0, size);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    const bytes = staging.getMappedRange();
    const length = sizeOf(tensor.shape);
    if (tensor.type === 'f16') return Float32Array.from(new Uint16Array(bytes, 0, length), f16FromBits);
    return new Float32Array(bytes, 0, length).slice();
  } finally {
    staging.destroy();
  }
}
