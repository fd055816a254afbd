// Reads a job's data files for the page or the process: requests them from the extension and assembles the chunks.
import type { FileAnswer, FolderAnswer } from '../../runtime/data/index.js';
import type { FileMessage, FileRequest } from '../webview/messages/file-messages.js';

export interface HostFiles {
  read(path: string, most: number): Promise<FileAnswer>;
  list(path: string): Promise<FolderAnswer>;
  /** Takes an answer of the extension; one without a pending request is ignored. */
  receive(message: FileMessage): void;
}

interface Reading {
  readonly path: string;
  readonly most: number;
  bytes: Uint8Array | undefined;
  received: number;
  readonly resolve: (answer: FileAnswer) => void;
}

/** @param onChunk is called after every chunk of a file but the last */
export function createHostFiles(
  post: (message: FileRequest) => void,
  onChunk: (path: string, received: number, total: number) => void,
): HostFiles {
  let lastId = 0;
  const readings = new Map<number, Reading>();
  const listings = new Map<number, (answer: FolderAnswer) => void>();

  /** Undefined while chunks are missing. */
  const answerAfter = (
    reading: Reading,
    { offset, total, bytes }: Extract<FileMessage, { type: 'chunk' }>,
  ): FileAnswer | undefined => {
    const { path, most } = reading;
    if (total > most) return { kind: 'too-large', bytes: total };
    reading.bytes ??= new Uint8Array(total);
    const whole = reading.bytes;
    const follows = total === whole.length && offset === reading.received && offset + bytes.length <= total;
    if (!follows) return { kind: 'refused', reason: `The chunks of ${path} do not fit together.` };
    whole.set(bytes, offset);
    reading.received += bytes.length;
    if (reading.received === total) return { kind: 'bytes', bytes: whole };
    return bytes.length === 0 ? { kind: 'refused', reason: `${path} ended early.` } : undefined;
  };

  const takeChunk = (chunk: Extract<FileMessage, { type: 'chunk' }>): void => {
    const reading = readings.get(chunk.id);
    if (!reading) return;
    const answer = answerAfter(reading, chunk);
    if (answer) {
      readings.delete(chunk.id);
      reading.resolve(answer);
    } else {
      onChunk(reading.path, reading.received, chunk.total);
      post({ type: 'next', id: chunk.id });
    }
  };

  return {
    read: (path, most) =>
      new Promise((resolve) => {
        const id = ++lastId;
        readings.set(id, { path, most, bytes: undefined, received: 0, resolve });
        post({ type: 'read', id, path, most });
      }),
    list: (path) =>
      new Promise((resolve) => {
        const id = ++lastId;
        listings.set(id, resolve);
        post({ type: 'list', id, path });
      }),
    receive(message) {
      const { id } = message;
      if (message.type === 'chunk') takeChunk(message);
      else if (message.type === 'entries') {
        listings.get(id)?.(message.answer);
        listings.delete(id);
      } else {
        readings.get(id)?.resolve(message.answer);
        readings.delete(id);
      }
    },
  };
}
