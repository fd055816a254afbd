// The page's way to a job's files: asks the extension, and puts the pieces of a file together.
import type { FileAnswer, FolderAnswer } from '../../../runtime/data/index.js';
import type { HostMessage, PageMessage } from '../messages/messages.js';

export type FileMessage = Extract<HostMessage, { type: 'piece' | 'no-file' | 'entries' }>;

export interface HostFiles {
  read(path: string, most: number): Promise<FileAnswer>;
  list(path: string): Promise<FolderAnswer>;
  /** What the extension answered. What nobody waits for is passed over. */
  receive(message: FileMessage): void;
}

interface Reading {
  readonly path: string;
  readonly most: number;
  bytes: Uint8Array | undefined;
  received: number;
  readonly resolve: (answer: FileAnswer) => void;
}

/** @param onPiece hears how far the reading of a file is that takes more than one piece */
export function createHostFiles(
  post: (message: PageMessage) => void,
  onPiece: (path: string, received: number, total: number) => void,
): HostFiles {
  let asked = 0;
  const readings = new Map<number, Reading>();
  const listings = new Map<number, (answer: FolderAnswer) => void>();

  /** Undefined while more is to come. */
  const answerAfter = (
    reading: Reading,
    { offset, total, bytes }: Extract<FileMessage, { type: 'piece' }>,
  ): FileAnswer | undefined => {
    const { path, most } = reading;
    if (total > most) return { kind: 'too-large', bytes: total };
    reading.bytes ??= new Uint8Array(total);
    const whole = reading.bytes;
    const follows = total === whole.length && offset === reading.received && offset + bytes.length <= total;
    if (!follows) return { kind: 'refused', reason: `The pieces of ${path} do not fit together.` };
    whole.set(bytes, offset);
    reading.received += bytes.length;
    if (reading.received === total) return { kind: 'bytes', bytes: whole };
    return bytes.length === 0 ? { kind: 'refused', reason: `${path} came to no end.` } : undefined;
  };

  const takePiece = (piece: Extract<FileMessage, { type: 'piece' }>): void => {
    const reading = readings.get(piece.id);
    if (!reading) return;
    const answer = answerAfter(reading, piece);
    if (answer) {
      readings.delete(piece.id);
      reading.resolve(answer);
    } else {
      onPiece(reading.path, reading.received, piece.total);
      post({ type: 'next', id: piece.id });
    }
  };

  return {
    read: (path, most) =>
      new Promise((resolve) => {
        const id = ++asked;
        readings.set(id, { path, most, bytes: undefined, received: 0, resolve });
        post({ type: 'read', id, path, most });
      }),
    list: (path) =>
      new Promise((resolve) => {
        const id = ++asked;
        listings.set(id, resolve);
        post({ type: 'list', id, path });
      }),
    receive(message) {
      const { id } = message;
      if (message.type === 'piece') takePiece(message);
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
