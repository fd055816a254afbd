// Splits a JPEG into its segments, and reads what decides how its pixels are meant: the frame, the colour transform of
// APP0 and APP14, the orientation in EXIF. ITU-T T.81, annex B; JFIF 1.02; Adobe Technical Note 5116; EXIF 2.3.

export interface Segment {
  readonly marker: number;
  /** The segment's content, without its length. */
  readonly content: Uint8Array;
  /** Offset of the byte behind it: of a scan's data, for a start of scan. */
  readonly end: number;
}

export const markers = { sof0: 0xc0, sof1: 0xc1, sof2: 0xc2, dht: 0xc4, dqt: 0xdb, dri: 0xdd, sos: 0xda } as const;

const endOfImage = 0xd9;

/** Whether a marker is a start of frame, of any process; its neighbours define tables. */
export function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== markers.dht && marker !== 0xc8 && marker !== 0xcc;
}

function hasNoLength(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

/** All segments up to the end of the image; throws when the file is cut short. */
export function readSegments(bytes: Uint8Array): readonly Segment[] {
  const segments: Segment[] = [];
  let at = 2;
  for (;;) {
    at = findMarker(bytes, at);
    const marker = bytes[at + 1];
    if (marker === undefined) throw new Error('it is cut short');
    at += 2;
    if (marker === endOfImage) return segments;
    if (hasNoLength(marker)) continue;
    const length = (bytes[at] << 8) | bytes[at + 1];
    const end = at + length;
    if (!(length >= 2) || end > bytes.length) throw new Error('it is cut short');
    segments.push({ marker, content: bytes.subarray(at + 2, end), end });
    at = end;
  }
}

/** The offset of the next marker from `at` on; that of the file's end where there is none. */
export function findMarker(bytes: Uint8Array, at: number): number {
  for (let next = bytes.indexOf(0xff, at); next >= 0; next = bytes.indexOf(0xff, next + 1)) {
    const code = bytes[next + 1];
    if (code !== 0 && code !== 0xff) return next;
  }
  return bytes.length;
}

/** EXIF orientation, 1 to 8: how the stored rows and columns map to the picture. Default: 1, as stored. */
export function readOrientation(segments: readonly Segment[]): number {
  const exif = segments.find(({ marker, content }) => marker === 0xe1 && startsWith(content, 'Exif\0'));
  if (!exif) return 1;
  const { buffer, byteOffset, byteLength } = exif.content.subarray(6);
  const tiff = new DataView(buffer, byteOffset, byteLength);
  if (byteLength < 14) return 1;
  const little = tiff.getUint16(0) === 0x4949;
  const directory = tiff.getUint32(4, little);
  if (directory + 2 > byteLength) return 1;
  const entries = tiff.getUint16(directory, little);
  for (let index = 0; index < entries; index++) {
    const entry = directory + 2 + 12 * index;
    if (entry + 12 > byteLength) return 1;
    if (tiff.getUint16(entry, little) !== 0x0112) continue;
    const orientation = tiff.getUint16(entry + 8, little);
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  }
  return 1;
}

/** Whether three channels are YCbCr, else RGB; decided as in libjpeg. */
export function isYCbCr(segments: readonly Segment[], ids: readonly number[]): boolean {
  if (segments.some(({ marker, content }) => marker === 0xe0 && startsWith(content, 'JFIF\0'))) return true;
  const adobe = segments.find(
    ({ marker, content }) => marker === 0xee && content.length >= 12 && startsWith(content, 'Adobe'),
  );
  if (adobe) return adobe.content[11] !== 0;
  return String.fromCharCode(...ids) !== 'RGB';
}

function startsWith(content: Uint8Array, text: string): boolean {
  return Array.from(text).every((character, index) => content[index] === character.charCodeAt(0));
}
