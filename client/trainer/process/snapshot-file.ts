// Stores the snapshots of a training in a file, so that it can go on after its process has ended. The file is replaced
// as a whole; it holds a line of JSON and then the values as the machine has them in memory.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { arrayOf, count, finite, numberFrom, object, oneOf, optional, parse } from '../../../model/schema.js';
import type { Snapshot } from '../../../runtime/train/index.js';

interface Header {
  readonly format: 1;
  readonly step: number;
  readonly sums: Snapshot['sums'];
  readonly lengths: readonly number[];
}

const maxTensors = 1_000_000;
const header = object<Header>({
  format: oneOf(1),
  step: count,
  sums: object<Snapshot['sums']>({
    lossSum: finite,
    correct: numberFrom(0),
    psnrSum: optional(finite),
    count,
    labels: count,
  }),
  lengths: arrayOf(count, maxTensors),
});

/** Milliseconds from one file to the next, and how much longer than writing one that has to be. */
const [leastInterval, share] = [1_000, 50];
const newline = 10;

export interface SnapshotStore {
  /** Stores the snapshot if the last one was stored long enough ago; its values may be overwritten afterwards. */
  offer(snapshot: Snapshot): void;
  /** Stores the newest one that was offered; its values may not have been overwritten. */
  finish(): Promise<void>;
}

/** @param onStored is called with the step of each snapshot that is in the file */
export function createSnapshotStore(
  file: string,
  onStored: (step: number) => void,
  now: () => number = () => performance.now(),
): SnapshotStore {
  let newest: Snapshot | undefined;
  let storedStep: number | undefined;
  let writing: Promise<void> | undefined;
  let dueAt = Number.NEGATIVE_INFINITY;

  const store = (snapshot: Snapshot): Promise<void> => {
    const begun = now();
    const bytes = encodeSnapshot(snapshot);
    const temporary = `${file}.new`;
    writing = mkdir(dirname(file), { recursive: true })
      .then(() => writeFile(temporary, bytes, { mode: 0o600 }))
      .then(() => rename(temporary, file))
      .then(
        () => {
          storedStep = snapshot.step;
          onStored(snapshot.step);
        },
        // A full disk, for example: the training needs the file only if its process is lost.
        (error: unknown) => console.error(`No snapshot was stored: ${String(error)}`),
      )
      .finally(() => {
        writing = undefined;
        dueAt = now() + Math.max(leastInterval, share * (now() - begun));
      });
    return writing;
  };

  return {
    offer(snapshot) {
      newest = snapshot;
      if (!writing && now() >= dueAt) void store(snapshot);
    },
    async finish() {
      await writing;
      if (newest && newest.step !== storedStep) await store(newest);
    },
  };
}

/** The snapshot in a file; undefined where there is none, or none that is whole. */
export async function readSnapshot(file: string): Promise<Snapshot | undefined> {
  try {
    return decodeSnapshot(await readFile(file));
  } catch {
    return undefined;
  }
}

function encodeSnapshot({ step, sums, values }: Snapshot): Buffer {
  const first: Header = { format: 1, step, sums, lengths: values.map(({ length }) => length) };
  const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) => new Uint8Array(buffer, byteOffset, byteLength);
  return Buffer.concat([Buffer.from(`${JSON.stringify(first)}\n`), ...values.map(bytesOf)]);
}

function decodeSnapshot(bytes: Uint8Array): Snapshot | undefined {
  const end = bytes.indexOf(newline);
  if (end < 0) return undefined;
  const read = parse(header, JSON.parse(Buffer.from(bytes.subarray(0, end)).toString()));
  if (!read) return undefined;
  const { step, sums, lengths } = read;
  if (4 * lengths.reduce((sum, length) => sum + length, 0) !== bytes.length - end - 1) return undefined;
  let offset = end + 1;
  const values = lengths.map((length) => {
    // A copy, because the values begin at any byte of the file.
    const copy = new Uint8Array(bytes.subarray(offset, offset + 4 * length));
    offset += 4 * length;
    return new Float32Array(copy.buffer);
  });
  return { step, sums, values };
}
