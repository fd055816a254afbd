// Brings the metrics of a step back without stopping the GPU: a ring of small mappable buffers, one for each step in
// flight. A step takes the next slot and waits only when that slot's figures of a lap ago have not been read yet.
import { type Metrics, type Program, readMetrics } from '../../../ir/index.js';
import { metricsBytes } from '../target.js';

export interface MetricsRing {
  /** Waits for the next slot; take them one after the other. */
  next(): Promise<MetricsSlot>;
}

interface MetricsSlot {
  /** Records the copy of the metrics tensor into the slot. */
  copyFrom(encoder: GPUCommandEncoder, metrics: GPUBuffer): void;
  /** To be called once the copy is submitted; frees the slot when the figures have arrived. */
  read(): Promise<Metrics>;
}

export function createMetricsRing(program: Program, buffers: readonly GPUBuffer[]): MetricsRing {
  /** Settles when the slot may be used again. */
  const free: Promise<unknown>[] = buffers.map(() => Promise.resolve());
  let taken = 0;
  return {
    async next() {
      const slot = taken++ % buffers.length;
      const buffer = buffers[slot];
      await free[slot];
      return {
        copyFrom(encoder, metrics) {
          encoder.copyBufferToBuffer(metrics, 0, buffer, 0, metricsBytes);
        },
        read() {
          const reading = readSlot(program, buffer);
          free[slot] = reading.catch(() => {});
          return reading;
        },
      };
    },
  };
}

async function readSlot(program: Program, buffer: GPUBuffer): Promise<Metrics> {
  await buffer.mapAsync(GPUMapMode.READ);
  const metrics = readMetrics(program, new Float32Array(buffer.getMappedRange(0, metricsBytes)));
  buffer.unmap();
  return metrics;
}
