// Rows of a gradient that are collected in scratch memory before they are stored.
import type { Epilogue } from '../../../ir/index.js';
import { f32x4, type I32, i32, v128 } from '../emitter/index.js';
import { forEachChannelVector } from './channel-loop.js';
import { emitEpilogue } from './epilogue/emit-epilogue.js';
import { type StageContext, vectorBytes } from './kernel.js';

/** Clears so many bytes, and up to 12 more. */
export function clearRows({ f }: StageContext, address: I32, bytes: number): void {
  const offset = f.local('i32');
  f.for(offset, { to: bytes, step: vectorBytes }, () => {
    f.storeV128(i32.add(address, offset), f32x4.constSplat(0));
  });
}

export interface StoredRows {
  readonly epilogue: readonly Epilogue[] | undefined;
  readonly channels: number;
  readonly pixelBytes: number;
  /** Where the rows were collected. */
  readonly from: I32;
  /** Bytes of the first output before them. */
  readonly offset: I32;
  readonly pixels: I32;
  /** The address of a value a channel that is added first. */
  readonly bias?: I32;
}

/** Stores collected pixels in the first output, with the epilogue. */
export function storeRows(context: StageContext, rows: StoredRows): void {
  const { epilogue, channels, pixelBytes, from, offset, pixels, bias } = rows;
  const { f, outputs } = context;
  const source = f.local('i32', from);
  const start = f.local('i32', offset);
  const [pixel, at] = [f.local('i32'), f.local('i32')];
  const count = f.local('i32', pixels);
  f.for(pixel, { to: count }, () => {
    forEachChannelVector(f, channels, (channel, vector) => {
      f.set(at, i32.add(start, channel));
      const collected = v128.load(i32.add(source, channel), vector.offset);
      const value = bias ? f32x4.add(collected, v128.load(i32.add(bias, channel), vector.offset)) : collected;
      const place = { offset: at, constantOffset: vector.offset, channel, constantChannel: vector.offset };
      const finished = f.local('v128', emitEpilogue(context, epilogue, value, place));
      f.storeLanes(i32.add(outputs[0], at), finished, vector.count, vector.offset);
    });
    f.increase(source, pixelBytes);
    f.increase(start, pixelBytes);
  });
}
