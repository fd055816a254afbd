// The frame of a JPEG: its size, and the grid of 8x8 blocks of each channel. ITU-T T.81, A.1 and B.2.2.

export interface Channel {
  readonly id: number;
  /** Sampling factors. */
  readonly h: number;
  readonly v: number;
  readonly table: number;
  /** Samples without padding. */
  readonly width: number;
  readonly height: number;
  /** Blocks that hold samples, and blocks in memory: whole MCUs. */
  readonly blocksWide: number;
  readonly blocksHigh: number;
  readonly stride: number;
  /** 64 for each block, in natural order. */
  readonly coefficients: Int16Array;
  /** The quantization table in natural order, from the first scan of the channel. */
  quantization: Uint16Array | undefined;
}

export interface Frame {
  readonly isProgressive: boolean;
  readonly width: number;
  readonly height: number;
  readonly maxH: number;
  readonly maxV: number;
  readonly mcusWide: number;
  readonly mcusHigh: number;
  readonly channels: readonly Channel[];
}

export interface FrameHeader {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly channels: readonly { readonly id: number; readonly h: number; readonly v: number; readonly table: number }[];
}

export function readFrameHeader(content: Uint8Array): FrameHeader {
  const count = content[5] ?? 0;
  if (content.length < 6 + 3 * count) throw new Error('its header is cut short');
  return {
    bits: content[0],
    height: (content[1] << 8) | content[2],
    width: (content[3] << 8) | content[4],
    channels: Array.from({ length: count }, (_, index) => {
      const [id, sampling, table] = content.subarray(6 + 3 * index);
      return { id, h: sampling >> 4, v: sampling & 15, table };
    }),
  };
}

/** Allocates the coefficients: two bytes for each sample. */
export function createFrame(header: FrameHeader, isProgressive: boolean): Frame {
  const { width, height } = header;
  const maxH = Math.max(...header.channels.map(({ h }) => h));
  const maxV = Math.max(...header.channels.map(({ v }) => v));
  const mcusWide = Math.ceil(width / (8 * maxH));
  const mcusHigh = Math.ceil(height / (8 * maxV));
  const channels = header.channels.map(({ id, h, v, table }): Channel => {
    const size = { width: Math.ceil((width * h) / maxH), height: Math.ceil((height * v) / maxV) };
    const stride = mcusWide * h;
    return {
      id,
      h,
      v,
      table,
      ...size,
      blocksWide: Math.ceil(size.width / 8),
      blocksHigh: Math.ceil(size.height / 8),
      stride,
      coefficients: new Int16Array(64 * stride * mcusHigh * v),
      quantization: undefined,
    };
  });
  return { isProgressive, width, height, maxH, maxV, mcusWide, mcusHigh, channels };
}

/** The natural position of each coefficient in a file's zigzag order. */
export const zigzag = Uint8Array.from([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47,
  55, 62, 63,
]);
