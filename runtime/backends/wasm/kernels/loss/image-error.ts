// The error of an image: mean over its values of |y - target|^power; gradient = weight/(batch*size) times power*d or
// sign(d), times the settings' loss scale; and the peak signal-to-noise ratio 10*log10(1/max(1e-10, mean of d^2)).
//
// A unit is a piece of an image, which writes its sums of errors and squares to the workspace; then a unit for each
// image sums its pieces, and one sums the images, both in order and in f64.
import { noImage } from '../../../../ir/index.js';
import { f32, f32x4, f64, i32, i32x4, type Local, type V128, v128 } from '../../emitter/index.js';
import { type KernelFactory, lanes, type StageContext, valueBytes, vectorBytes } from '../kernel.js';
import { emitLog } from '../math/log.js';
import { settingsAt } from '../settings.js';
import { emitLaneSum } from './across-lanes.js';
import { emitEntrySums, emitMetrics, entryBytes } from './entries.js';
import { emitErrorSlope } from './errors.js';

/** Values of a piece. */
const pieceSize = 4096;
/** Decibels by e. */
const decibels = 10 / Math.LN10;
const leastError = 1e-10;

export const imageError: KernelFactory<'image-error'> = ({ batch, size, weight, power }) => {
  const pieces = Math.ceil(size / pieceSize);
  return {
    workspaceBytes: batch * (pieces + 1) * entryBytes,
    stages: [
      {
        units: batch * pieces,
        unitCost: 40 + Math.ceil(Math.min(size, pieceSize) / lanes) * 12,
        emit(context) {
          const { f, first, end, workspace } = context;
          const [unit, image, from] = [f.local('i32'), f.local('i32'), f.local('i32')];
          f.for(unit, { from: first, to: end }, () => {
            f.set(image, i32.divU(unit, pieces));
            f.set(from, i32.mul(i32.remU(unit, pieces), pieceSize * valueBytes));
            const to = f.local(
              'i32',
              i32.minU(f.local('i32', i32.add(from, pieceSize * valueBytes)), size * valueBytes),
            );
            const entry = f.local('i32', i32.add(workspace, i32.mul(unit, entryBytes)));
            emitPiece(context, { size, power, scale: (power * weight) / (batch * size) }, { image, from, to, entry });
          });
        },
      },
      {
        units: batch,
        unitCost: 60 + 8 * pieces,
        emit: (context) => emitImages(context, { batch, pieces, size }),
      },
      {
        units: 1,
        unitCost: 8 * batch,
        emit(context) {
          const { f, workspace } = context;
          emitMetrics(context, f.local('i32', i32.add(workspace, batch * pieces * entryBytes)), batch);
        },
      },
    ],
  };
};

interface ErrorForm {
  readonly size: number;
  readonly power: 1 | 2;
  /** Of the gradient, but for the settings' loss scale. */
  readonly scale: number;
}

interface Piece {
  readonly image: Local<'i32'>;
  /** Bytes from the image's first value. */
  readonly from: Local<'i32'>;
  readonly to: Local<'i32'>;
  readonly entry: Local<'i32'>;
}

function emitPiece(context: StageContext, { size, power, scale }: ErrorForm, { image, from, to, entry }: Piece): void {
  const { f, inputs, outputs, settings, arithmetic } = context;
  const [y, target, labels] = inputs;
  const before = f.local('i32', i32.mul(image, size * valueBytes));
  const [ofY, ofTarget] = [y, target].map((tensor) => f.local('i32', i32.add(tensor, before)));
  const gradient = outputs.length > 1 ? f.local('i32', i32.add(outputs[1], before)) : undefined;
  const [errors, squares] = [0, 0].map(() => f.local('v128', f32x4.constSplat(0)));
  const factor = f.hoist('scale of the gradient', () =>
    f32x4.splat(f32.mul(f32.const(scale), f32.load(settings, settingsAt.lossScale))),
  );
  const label = f.local('i32', i32.load(i32.add(labels, i32.mul(image, valueBytes))));
  /** 0 for an empty slot, else all bits. */
  const isFilled = f.local('v128', i32x4.splat(i32.sub(i32.eq(label, noImage | 0), 1)));
  const at = f.local('i32');
  const body = (count: number) => {
    const given = f32x4.sub(v128.load(i32.add(ofY, at)), v128.load(i32.add(ofTarget, at)));
    const difference = f.local('v128', v128.and(given, isFilled));
    if (count < lanes) f.set(difference, firstLanes(difference, count));
    f.set(squares, arithmetic.madd(difference, difference, squares));
    if (power === 1) f.set(errors, f32x4.add(errors, f32x4.abs(difference)));
    if (!gradient) return;
    const slope = f.local('v128', f32x4.mul(factor, emitErrorSlope(difference, power)));
    f.storeLanes(i32.add(gradient, at), slope, count);
  };
  const tail = size % lanes;
  const whole = (size - tail) * valueBytes;
  f.for(at, { from, to: f.local('i32', i32.minU(to, whole)), step: vectorBytes }, () => body(lanes));
  if (tail > 0)
    f.if(i32.eq(to, size * valueBytes), () => {
      f.set(at, i32.const(whole));
      body(tail);
    });
  f.storeF32(entry, f32.lane(emitLaneSum(f, power === 1 ? errors : squares), 0));
  f.storeF32(entry, f32.lane(emitLaneSum(f, squares), 0), valueBytes);
}

/** Zero in the other lanes. */
function firstLanes(value: V128, count: number): V128 {
  const [a, b, c] = [0, 1, 2].map((lane) => (lane < count ? -1 : 0));
  return v128.and(value, i32x4.const(a, b, c, 0));
}

interface ImageForm {
  readonly batch: number;
  readonly pieces: number;
  readonly size: number;
}

/** An entry for each image, behind those of the pieces: its loss, and its ratio in dB. */
function emitImages(context: StageContext, { batch, pieces, size }: ImageForm): void {
  const { f, first, end, inputs, workspace } = context;
  const image = f.local('i32');
  f.for(image, { from: first, to: end }, () => {
    const from = f.local('i32', i32.add(workspace, i32.mul(image, pieces * entryBytes)));
    const sums = emitEntrySums(context, from, pieces);
    const [loss, error] = sums.map((sum) => f.local('f32', f32.fromF64(f64.div(sum, f64.const(size)))));
    const to = f.local('i32', i32.add(workspace, i32.mul(image, entryBytes)));
    const entry = f.local('i32', i32.add(to, batch * pieces * entryBytes));
    const atLeast = f.local('v128', f32x4.splat(f32.max(error, f32.const(leastError))));
    const ratio = f32.mul(f32.const(-decibels), f32.lane(emitLog(context, atLeast), 0));
    const label = i32.load(i32.add(inputs[2], i32.mul(image, valueBytes)));
    f.storeF32(entry, loss);
    f.storeF32(entry, f32.select(i32.eq(label, noImage | 0), f32.const(0), ratio), valueBytes);
  });
}
