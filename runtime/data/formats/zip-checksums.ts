// Reads the checksums of a zip's members, which the unpacker does not verify, and computes CRC-32.
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.12 and 4.3.16

const entry = 0x02014b50;
const end = 0x06054b50;
const entryBytes = 46;
const endBytes = 22;

/** By name; without members whose entry is unreadable. */
export function zipChecksums(zip: Uint8Array): ReadonlyMap<string, number> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const checksums = new Map<string, number>();
  let last = zip.length - endBytes;
  // A comment of up to 64 KiB may follow the end record.
  for (const first = Math.max(0, last - 0xffff); last >= first && view.getUint32(last, true) !== end; ) last--;
  if (last < 0 || view.getUint32(last, true) !== end) return checksums;
  let at = view.getUint32(last + 16, true);
  while (at + entryBytes <= zip.length && view.getUint32(at, true) === entry) {
    const length = view.getUint16(at + 28, true);
    const name = zip.subarray(at + entryBytes, at + entryBytes + length);
    checksums.set(new TextDecoder().decode(name), view.getUint32(at + 16, true));
    at += entryBytes + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return checksums;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  return rest;
});

/** The CRC-32 of zip, gzip and PNG. */
export function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (let index = 0; index < bytes.length; index++) rest = (rest >>> 8) ^ table[(rest ^ bytes[index]) & 0xff];
  return (rest ^ 0xffffffff) >>> 0;
}
