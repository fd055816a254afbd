// Copies snapshots to the host through the plan's staging buffer: in one round, after which the next steps may be
// submitted at once, or in several, between which no step may run.
import { lengthOf, type Program, snapshotTensors } from '../../../ir/index.js';
import type { PlacedBuffers } from './buffers.js';

/** A part of a tensor, as it goes through the staging buffer; lengths and places in bytes. */
interface Piece {
  /** Index in `snapshotTensors`. */
  readonly index: number;
  readonly source: GPUBuffer;
  readonly from: number;
  readonly at: number;
  readonly bytes: number;
}

export interface PendingCopy {
  /** Settles when the next step may be submitted. */
  readonly copied: Promise<unknown>;
  /** Milliseconds for which it blocked the training. */
  readonly arrived: Promise<number>;
}

/** Prepares all rounds, so that no call allocates anything on the device. */
export function createSnapshotCopy(device: GPUDevice, program: Program, buffers: PlacedBuffers) {
  const rounds = roundsOf(program, buffers);

  async function copyRound(pieces: readonly Piece[]): Promise<void> {
    const encoder = device.createCommandEncoder();
    for (const { source, from, at, bytes } of pieces) {
      encoder.copyBufferToBuffer(source, from, buffers.staging, at, bytes);
    }
    device.queue.submit([encoder.finish()]);
    await buffers.staging.mapAsync(GPUMapMode.READ);
  }

  function takeOut(pieces: readonly Piece[], into: readonly Float32Array[]): void {
    const staged = buffers.staging.getMappedRange();
    for (const { index, from, at, bytes } of pieces) {
      into[index].set(new Float32Array(staged, at, bytes / 4), from / 4);
    }
    buffers.staging.unmap();
  }

  return (into: readonly Float32Array[]): PendingCopy => {
    const [last] = rounds.slice(-1);
    if (!last) return { copied: Promise.resolve(), arrived: Promise.resolve(0) };
    let blocked = 0;
    const timed = (work: () => void) => {
      const started = performance.now();
      work();
      blocked += performance.now() - started;
    };
    const before = (async () => {
      const started = performance.now();
      for (const pieces of rounds.slice(0, -1)) {
        await copyRound(pieces);
        takeOut(pieces, into);
      }
      if (rounds.length > 1) blocked += performance.now() - started;
    })();
    const submitted = before.then(() => {
      let mapped: Promise<void> | undefined;
      timed(() => (mapped = copyRound(last)));
      return { mapped: mapped! };
    });
    const arrived = submitted.then(async ({ mapped }) => {
      await mapped;
      timed(() => takeOut(last, into));
      return blocked;
    });
    return { copied: submitted, arrived };
  };
}

/** What goes through the staging buffer at a time: as many tensors, or as much of one, as it holds. */
function roundsOf(program: Program, buffers: PlacedBuffers): Piece[][] {
  const rounds: Piece[][] = [];
  const { size } = buffers.staging;
  let at = size;
  snapshotTensors(program).forEach((tensor, index) => {
    const whole = 4 * lengthOf(program, tensor);
    for (let from = 0; from < whole; ) {
      if (at === size) {
        rounds.push([]);
        at = 0;
      }
      const bytes = Math.min(whole - from, size - at);
      rounds.at(-1)!.push({ index, source: buffers.tensor(tensor), from, at, bytes });
      from += bytes;
      at += bytes;
    }
  });
  return rounds;
}
