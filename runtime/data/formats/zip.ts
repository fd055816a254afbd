// Reads a zip's directory, then single members, each into exactly the size that the directory states: nothing is
// unpacked before its size is known. PKWARE, APPNOTE.TXT 6.3.10, 4.3.7 to 4.3.16 and 4.5.3 (zip64).
import { Inflate } from 'fflate';
import { DataError } from '../dataset.js';
import { crc32 } from './crc32.js';
import { unpackWhile } from './unpack.js';

export interface ZipMember {
  readonly name: string;
  /** As the directory states them; `bytes` is the unpacked size. */
  readonly packedBytes: number;
  readonly bytes: number;
  readonly checksum: number;
  readonly method: number;
  readonly isEncrypted: boolean;
  /** Of the member's own header. */
  readonly offset: number;
}

const signatures = { local: 0x04034b50, entry: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50 };
const entryBytes = 46;
const localBytes = 30;
const endBytes = 22;
const locatorBytes = 20;
const zip64Field = 0x0001;
const maxUint32 = 0xffffffff;

/** The members by name; throws an Error where the zip is damaged, a DataError with the path where it has too many. */
export function readZipDirectory(zip: Uint8Array, path: string, maxMembers: number): ReadonlyMap<string, ZipMember> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const { count, offset } = findDirectory(view);
  if (count > maxMembers) throw new DataError(`${path} holds ${count} files; at most ${maxMembers} are read.`);
  const members = new Map<string, ZipMember>();
  let at = offset;
  for (let index = 0; index < count; index++) {
    if (view.getUint32(at, true) !== signatures.entry) throw new Error('its directory is damaged');
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const extra = at + entryBytes + nameBytes;
    const next = extra + extraBytes + commentBytes;
    if (next > zip.length) throw new Error('its directory is cut short');
    const name = new TextDecoder().decode(zip.subarray(at + entryBytes, extra));
    if (members.has(name)) throw new Error(`it holds ${name} twice`);
    members.set(name, {
      name,
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      ...readSizes(view, at, extra, extraBytes),
    });
    at = next;
  }
  return members;
}

/** Where the directory begins, and its number of entries. A comment of up to 64 KiB may follow the end record. */
function findDirectory(view: DataView): { readonly count: number; readonly offset: number } {
  let end = view.byteLength - endBytes;
  const first = Math.max(0, end - 0xffff);
  while (end >= first && view.getUint32(end, true) !== signatures.end) end--;
  if (end < first) throw new Error('it has no directory');
  const [count, offset] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)];
  if (count < 0xffff && offset < maxUint32) return { count, offset };
  const locator = end - locatorBytes;
  if (locator < 0 || view.getUint32(locator, true) !== signatures.locator64) return { count, offset };
  const end64 = readUint64(view, locator + 8);
  if (view.getUint32(end64, true) !== signatures.end64) throw new Error('its directory is damaged');
  return { count: readUint64(view, end64 + 32), offset: readUint64(view, end64 + 48) };
}

/** Sizes and offset of an entry; those that do not fit 32 bits are in its zip64 field, in this order. */
function readSizes(view: DataView, entry: number, extra: number, extraBytes: number) {
  const sizes = { bytes: view.getUint32(entry + 24, true), packedBytes: view.getUint32(entry + 20, true) };
  const all = { ...sizes, offset: view.getUint32(entry + 42, true) };
  for (let at = extra; at + 4 <= extra + extraBytes; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== zip64Field) continue;
    let place = at + 4;
    for (const key of ['bytes', 'packedBytes', 'offset'] as const) {
      if (all[key] !== maxUint32) continue;
      all[key] = readUint64(view, place);
      place += 8;
    }
    break;
  }
  return all;
}

/** A number above 2^53 is rounded: it is too large for everything here. */
function readUint64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

/** The first bytes of a member, at most `most`; throws an Error where the zip is damaged. */
export function readMemberStart(zip: Uint8Array, member: ZipMember, most: number): Uint8Array {
  const start = new Uint8Array(Math.min(most, member.bytes));
  let filled = 0;
  unpackMember(zip, member, (piece) => {
    const part = piece.subarray(0, start.length - filled);
    start.set(part, filled);
    filled += part.length;
    return filled < start.length;
  });
  return start.subarray(0, filled);
}

/** The whole member; throws an Error unless it has the size and the checksum that the directory states. */
export function readMember(zip: Uint8Array, member: ZipMember): Uint8Array {
  const whole = new Uint8Array(member.bytes);
  let filled = 0;
  unpackMember(zip, member, (piece) => {
    if (filled + piece.length <= whole.length) whole.set(piece, filled);
    filled += piece.length;
    return filled <= whole.length;
  });
  if (filled !== whole.length) throw new Error(`${member.name} does not have the size that the directory states`);
  if (crc32(whole) !== member.checksum) throw new Error(`${member.name} does not match its checksum`);
  return whole;
}

function unpackMember(
  zip: Uint8Array,
  { name, offset, packedBytes, method, isEncrypted }: ZipMember,
  take: (piece: Uint8Array) => boolean,
): void {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  if (isEncrypted) throw new Error(`${name} is encrypted`);
  if (view.getUint32(offset, true) !== signatures.local) throw new Error(`${name} is not where the directory says`);
  const start = offset + localBytes + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packedBytes > zip.length) throw new Error(`${name} is cut short`);
  const data = zip.subarray(start, start + packedBytes);
  if (method === 0) take(data);
  else if (method === 8) unpackWhile(new Inflate(), [data], take);
  else throw new Error(`${name} is packed by method ${method}; np.savez uses 0 or 8`);
}
