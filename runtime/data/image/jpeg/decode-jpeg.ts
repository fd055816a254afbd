// Decodes JPEG files of 8 bits, grey or colour, sequential or progressive, to the pixels that libjpeg gives, turned as
// EXIF says. All else is refused with a reason: CMYK, 12 bits, arithmetic coding, lossless and hierarchical files.
// ITU-T T.81.
import { DataError } from '../../dataset.js';
import { dataLimits } from '../../limits.js';
import { type Picture, requirePixels } from '../picture.js';
import { composePixels } from './colour.js';
import { createFrame, type Frame, type FrameHeader, readFrameHeader, zigzag } from './frame.js';
import { createHuffmanTable, type HuffmanTable } from './huffman.js';
import { inverseTransform } from './inverse-dct.js';
import { orientPicture } from './orientation.js';
import { decodeScan, type Scan } from './scan.js';
import { isFrame, isYCbCr, markers, readOrientation, readSegments, type Segment } from './segments.js';

/** Throws a DataError with the path, or an Error where the file is damaged. */
export function decodeJpeg(bytes: Uint8Array, path: string): Picture {
  const segments = readSegments(bytes);
  const frames = segments.filter(({ marker }) => isFrame(marker));
  if (frames.length === 0) throw new Error('it has no image');
  requireSupported(segments, frames, path);
  const header = readFrameHeader(frames[0].content);
  requireHeader(header, path);
  const frame = createFrame(header, frames[0].marker === markers.sof2);
  decodeSegments(bytes, segments, frame);
  const planes = frame.channels.map(inverseTransform);
  const isColour = header.channels.length === 3;
  const ids = header.channels.map(({ id }) => id);
  const pixels = composePixels(frame, planes, isColour && isYCbCr(segments, ids));
  const { width, height } = frame;
  return orientPicture({ width, height, channels: isColour ? 3 : 1, pixels }, readOrientation(segments));
}

function requireSupported(segments: readonly Segment[], frames: readonly Segment[], path: string): void {
  const refuse = (what: string): never => {
    throw new DataError(`${path} ${what}, which is not supported: save it again as an ordinary JPEG, or as a PNG.`);
  };
  const scans = segments.filter(({ marker }) => marker === markers.sos).length;
  if (scans > dataLimits.jpegScans) {
    throw new DataError(
      `${path} has ${scans} scans; at most ${dataLimits.jpegScans} are read: save it again with fewer.`,
    );
  }
  const has = (code: number) => segments.some(({ marker }) => marker === code);
  if (has(0xde) || has(0xdf)) refuse('is a hierarchical JPEG');
  for (const { marker } of frames) {
    if (marker === 0xc3) refuse('is a lossless JPEG');
    if (marker >= 0xc9) refuse('is a JPEG with arithmetic coding');
    if (marker > markers.sof2) refuse('is a hierarchical JPEG');
  }
  if (has(0xcc)) refuse('is a JPEG with arithmetic coding');
  if (frames.length > 1) throw new Error('it has several frames');
}

function requireHeader({ width, height, bits, channels }: FrameHeader, path: string): void {
  const refuse = (what: string): never => {
    throw new DataError(`${path} ${what}: save it again as an ordinary JPEG of 8 bits in RGB or grey, or as a PNG.`);
  };
  requirePixels(width, height, path);
  if (bits !== 8) refuse(`has ${bits} bits a channel, and JPEGs of 8 are read`);
  if (channels.length === 4) refuse('is in the colours of a printer (CMYK)');
  if (channels.length !== 1 && channels.length !== 3) refuse(`has ${channels.length} channels`);
  if (new Set(channels.map(({ id }) => id)).size < channels.length) throw new Error('a channel is stored twice');
  const largest = (of: (channel: { h: number; v: number }) => number) => Math.max(...channels.map(of));
  for (const { h, v } of channels) {
    if (h < 1 || h > 4 || v < 1 || v > 4) throw new Error('a sampling factor is not 1 to 4');
    if (largest((channel) => channel.h) % h > 0 || largest((channel) => channel.v) % v > 0) {
      refuse('samples its colours at a rate that is no whole fraction');
    }
  }
}

/** Reads the tables and decodes the scans, in the file's order: tables may change between scans. */
function decodeSegments(bytes: Uint8Array, segments: readonly Segment[], frame: Frame): void {
  const quantization = new Map<number, Uint16Array>();
  const huffman = new Map<number, HuffmanTable>();
  let restartInterval = 0;
  for (const { marker, content, end } of segments) {
    if (marker === markers.dqt) readQuantization(content, quantization);
    else if (marker === markers.dht) readHuffman(content, huffman);
    else if (marker === markers.dri) restartInterval = (content[0] << 8) | (content[1] ?? 0);
    else if (marker === markers.sos) {
      const scan = readScan(content, frame, huffman, restartInterval);
      for (const { channel } of scan.channels) {
        if (!frame.isProgressive && channel.quantization) throw new Error('a channel is stored twice');
        channel.quantization ??= quantization.get(channel.table);
      }
      decodeScan(bytes, end, frame, scan);
    }
  }
}

/** Numbered 0 to 3, of 8 or 16 bits. */
function readQuantization(content: Uint8Array, tables: Map<number, Uint16Array>): void {
  for (let at = 0; at < content.length; ) {
    const spec = content[at++];
    const size = spec >> 4 === 0 ? 1 : 2;
    if (at + 64 * size > content.length) throw new Error('a table of quantization is cut short');
    const table = new Uint16Array(64);
    for (let index = 0; index < 64; index++, at += size) {
      table[zigzag[index]] = size === 1 ? content[at] : (content[at] << 8) | content[at + 1];
    }
    tables.set(spec & 15, table);
  }
}

/** By class and number: 0x00 to 0x03 for DC, 0x10 to 0x13 for AC. */
function readHuffman(content: Uint8Array, tables: Map<number, HuffmanTable>): void {
  for (let at = 0; at < content.length; ) {
    const counts = content.subarray(at + 1, at + 17);
    const length = counts.reduce((sum, count) => sum + count, 0);
    const symbols = content.subarray(at + 17, at + 17 + length);
    if (counts.length < 16 || symbols.length < length) throw new Error('a table of codes is cut short');
    tables.set(content[at], createHuffmanTable(counts, symbols));
    at += 17 + length;
  }
}

function readScan(
  content: Uint8Array,
  frame: Frame,
  huffman: ReadonlyMap<number, HuffmanTable>,
  restartInterval: number,
): Scan {
  const count = content[0] ?? 0;
  if (count < 1 || count > frame.channels.length || content.length < 4 + 2 * count) {
    throw new Error('the header of a scan is not valid');
  }
  const channels = Array.from({ length: count }, (_, index) => {
    const [id, tables] = content.subarray(1 + 2 * index);
    const channel = frame.channels.find((each) => each.id === id);
    if (!channel) throw new Error('a scan names a channel that the image does not have');
    return { channel, dc: huffman.get(tables >> 4), ac: huffman.get(0x10 | (tables & 15)) };
  });
  if (new Set(channels.map(({ channel }) => channel)).size < count) throw new Error('a channel is stored twice');
  const [first, last, bits] = content.subarray(1 + 2 * count);
  const scan = { channels, first, last, high: bits >> 4, low: bits & 15, restartInterval };
  if (frame.isProgressive) requireProgressive(scan);
  return scan;
}

function requireProgressive({ channels, first, last, high, low }: Scan): void {
  const isDc = first === 0 && last === 0;
  const isAc = first > 0 && first <= last && last < 64 && channels.length === 1;
  if ((isDc || isAc) && low <= 13 && (high === 0 || high === low + 1)) return;
  throw new Error('the header of a scan is not valid');
}
