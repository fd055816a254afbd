// Decodes a scan into coefficients, sequential or progressive. ITU-T T.81, annexes F and G.
import { type Channel, type Frame, zigzag } from './frame.js';
import { BitReader, type HuffmanTable } from './huffman.js';

export interface ScanChannel {
  readonly channel: Channel;
  readonly dc: HuffmanTable | undefined;
  readonly ac: HuffmanTable | undefined;
}

export interface Scan {
  readonly channels: readonly ScanChannel[];
  /** The band of coefficients, in zigzag order. */
  readonly first: number;
  readonly last: number;
  /** The bit that was decoded before, 0 for none, and the lowest bit of this scan. */
  readonly high: number;
  readonly low: number;
  /** MCUs between restart markers; 0 without them. */
  readonly restartInterval: number;
}

/** Decodes the block at `at` of a channel's coefficients. */
type DecodeBlock = (channel: ScanChannel, index: number, at: number) => void;

export function decodeScan(bytes: Uint8Array, start: number, frame: Frame, scan: Scan): void {
  const reader = new BitReader(bytes, start);
  const state = { reader, scan, predictions: scan.channels.map(() => 0), endOfBands: 0 };
  const decodeBlock = chooseDecoder(frame, state);
  const [only] = scan.channels;
  const isSingle = scan.channels.length === 1;
  const wide = isSingle ? only.channel.blocksWide : frame.mcusWide;
  const high = isSingle ? only.channel.blocksHigh : frame.mcusHigh;
  const { restartInterval } = scan;
  for (let mcu = 0; mcu < wide * high; mcu++) {
    if (restartInterval > 0 && mcu > 0 && mcu % restartInterval === 0) {
      reader.restart((mcu / restartInterval - 1) & 7);
      state.predictions.fill(0);
      state.endOfBands = 0;
    }
    const row = Math.floor(mcu / wide);
    const column = mcu % wide;
    if (isSingle) decodeBlock(only, 0, 64 * (row * only.channel.stride + column));
    else {
      for (const [index, each] of scan.channels.entries()) {
        const { h, v, stride } = each.channel;
        for (let y = 0; y < v; y++) {
          for (let x = 0; x < h; x++) decodeBlock(each, index, 64 * ((row * v + y) * stride + column * h + x));
        }
      }
    }
    reader.requireData();
  }
}

interface State {
  readonly reader: BitReader;
  readonly scan: Scan;
  /** The last DC value of each channel of the scan. */
  readonly predictions: number[];
  /** Blocks whose band has no further coefficients. */
  endOfBands: number;
}

function chooseDecoder(frame: Frame, state: State): DecodeBlock {
  const { first, high } = state.scan;
  if (!frame.isProgressive) return sequentialDecoder(state);
  if (first === 0) return high === 0 ? firstDcDecoder(state) : refiningDcDecoder(state);
  return high === 0 ? firstAcDecoder(state) : refiningAcDecoder(state);
}

function decodeDc({ reader, predictions }: State, dc: HuffmanTable | undefined, index: number): number {
  const length = reader.decode(need(dc));
  if (length > 15) throw new Error('its data holds a code that its tables do not');
  predictions[index] += reader.readSigned(length);
  return predictions[index];
}

function sequentialDecoder(state: State): DecodeBlock {
  const { reader } = state;
  return ({ channel: { coefficients }, dc, ac }, index, at) => {
    coefficients[at] = decodeDc(state, dc, index);
    const table = need(ac);
    for (let k = 1; k < 64; k++) {
      const code = reader.decode(table);
      const length = code & 15;
      if (length === 0) {
        if (code !== 0xf0) return;
        k += 15;
      } else {
        k += code >> 4;
        if (k > 63) throw new Error('a block has more than 64 values');
        coefficients[at + zigzag[k]] = reader.readSigned(length);
      }
    }
  };
}

function firstDcDecoder(state: State): DecodeBlock {
  const { low } = state.scan;
  return ({ channel: { coefficients }, dc }, index, at) => {
    coefficients[at] = decodeDc(state, dc, index) << low;
  };
}

function refiningDcDecoder({ reader, scan: { low } }: State): DecodeBlock {
  return ({ channel: { coefficients } }, _, at) => {
    coefficients[at] |= reader.read(1) << low;
  };
}

function firstAcDecoder(state: State): DecodeBlock {
  const { reader, scan } = state;
  return ({ channel: { coefficients }, ac }, _, at) => {
    if (state.endOfBands > 0) {
      state.endOfBands--;
      return;
    }
    const table = need(ac);
    for (let k = scan.first; k <= scan.last; k++) {
      const code = reader.decode(table);
      const [run, length] = [code >> 4, code & 15];
      if (length === 0) {
        if (run < 15) {
          state.endOfBands = (1 << run) + reader.read(run) - 1;
          return;
        }
        k += 15;
      } else {
        k += run;
        if (k > scan.last) throw new Error('a block has more values than its band');
        coefficients[at + zigzag[k]] = reader.readSigned(length) * (1 << scan.low);
      }
    }
  };
}

function refiningAcDecoder(state: State): DecodeBlock {
  const { reader, scan } = state;
  const bit = 1 << scan.low;
  const refine = (coefficients: Int16Array, place: number) => {
    const value = coefficients[place];
    if (reader.read(1) === 1 && (value & bit) === 0) coefficients[place] += value > 0 ? bit : -bit;
  };
  return ({ channel: { coefficients }, ac }, _, at) => {
    let k = scan.first;
    for (; state.endOfBands === 0 && k <= scan.last; k++) {
      const code = reader.decode(need(ac));
      let run = code >> 4;
      let value = 0;
      if ((code & 15) === 0) {
        if (run < 15) {
          state.endOfBands = (1 << run) + reader.read(run);
          break;
        }
      } else if ((code & 15) === 1) value = reader.read(1) === 1 ? bit : -bit;
      else throw new Error('its data holds a code that its tables do not');
      // Skips `run` zeros; refines the values between them.
      for (; k <= scan.last; k++) {
        const place = at + zigzag[k];
        if (coefficients[place] !== 0) refine(coefficients, place);
        else if (--run < 0) break;
      }
      if (value === 0) continue;
      if (k > scan.last) throw new Error('a block has more values than its band');
      coefficients[at + zigzag[k]] = value;
    }
    if (state.endOfBands === 0) return;
    for (; k <= scan.last; k++) {
      if (coefficients[at + zigzag[k]] !== 0) refine(coefficients, at + zigzag[k]);
    }
    state.endOfBands--;
  };
}

function need(table: HuffmanTable | undefined): HuffmanTable {
  if (!table) throw new Error('a table of codes is missing');
  return table;
}
