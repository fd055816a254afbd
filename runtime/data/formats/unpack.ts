// Unpacks deflated data piece by piece, so that a file that unpacks to more than is wanted costs no more than that.
import type { FlateStreamHandler } from 'fflate';

/** The part of fflate's Inflate and Unzlib that is used. */
export interface Unpacker {
  ondata: FlateStreamHandler;
  push(piece: Uint8Array, final?: boolean): void;
}

/** A packed byte becomes at most 1,032: each of these pieces, four megabytes. */
const pieceBytes = 4 * 1024;

/** The largest ratio of deflate, between unpacked and packed bytes. */
export const maxDeflateRatio = 1032;

/** Passes on what the data unpacks to until `take` answers false; throws where the data is damaged. */
export function unpackWhile(
  unpacker: Unpacker,
  data: readonly Uint8Array[],
  take: (piece: Uint8Array) => boolean,
): void {
  let goesOn = true;
  unpacker.ondata = (piece) => {
    goesOn &&= take(piece);
  };
  for (const part of data) {
    for (let at = 0; at < part.length && goesOn; at += pieceBytes) {
      unpacker.push(part.subarray(at, at + pieceBytes), false);
    }
  }
}
