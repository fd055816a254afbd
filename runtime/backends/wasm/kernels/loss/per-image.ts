// What the losses share: a unit for each image that writes its loss and whether it is classified correctly to the
// workspace, and then their sums over the batch in the order of the images.
import { noImage } from '../../../../ir/index.js';
import { type F32, f32, f32x4, f64, type I32, i32, type Local } from '../../emitter/index.js';
import { forEachChannelVector } from '../channel-loop.js';
import { type Kernel, lanes, type StageContext, valueBytes } from '../kernel.js';

export interface ImageScores {
  readonly context: StageContext;
  /** Where the image's scores begin. */
  readonly scores: Local<'i32'>;
  readonly label: Local<'i32'>;
  /** Where the gradient of the image's scores goes, if it is wanted. */
  readonly gradient: Local<'i32'> | undefined;
}

export interface ImageLoss {
  readonly loss: F32;
  /** 1 where the class with the first largest score is the label, else 0. */
  readonly isCorrect: I32;
}

export interface PerImage {
  readonly batch: number;
  readonly classes: number;
  /** Vector instructions for four classes, roughly. */
  readonly cost: number;
  emitImage(image: ImageScores): ImageLoss;
}

/** Bytes of an image in the workspace: f32 loss, f32 1 or 0. */
const entryBytes = 2 * valueBytes;

export function perImageLoss({ batch, classes, cost, emitImage }: PerImage): Kernel {
  const rowBytes = classes * valueBytes;
  return {
    workspaceBytes: batch * entryBytes,
    stages: [
      {
        units: batch,
        unitCost: 60 + Math.ceil(classes / lanes) * cost,
        emit(context) {
          const { f, first, end, inputs, outputs, workspace } = context;
          const [image, entry, label, scores] = ['image', 'entry', 'label', 'scores'].map(() => f.local('i32'));
          const gradient = outputs.length > 1 ? f.local('i32') : undefined;
          f.for(image, { from: first, to: end }, () => {
            f.set(entry, i32.add(workspace, i32.mul(image, entryBytes)));
            f.set(label, i32.load(i32.add(inputs[1], i32.mul(image, valueBytes))));
            f.set(scores, i32.add(inputs[0], i32.mul(image, rowBytes)));
            if (gradient) f.set(gradient, i32.add(outputs[1], i32.mul(image, rowBytes)));
            const write = (loss: F32, isCorrect: I32) => {
              f.storeF32(entry, loss);
              f.storeF32(entry, f32.fromI32U(isCorrect), valueBytes);
            };
            f.if(
              i32.eq(label, noImage | 0),
              () => {
                write(f32.const(0), i32.const(0));
                if (gradient) emitZeros(context, gradient, classes);
              },
              () => {
                const { loss, isCorrect } = emitImage({ context, scores, label, gradient });
                write(loss, isCorrect);
              },
            );
          });
        },
      },
      { units: 1, unitCost: 8 * batch, emit: (context) => emitSums(context, batch) },
    ],
  };
}

function emitZeros({ f }: StageContext, row: I32, classes: number): void {
  const zero = f.local('v128', f32x4.constSplat(0));
  forEachChannelVector(f, classes, (channel, { offset, count }) => {
    f.storeLanes(i32.add(row, channel), zero, count, offset);
  });
}

function emitSums({ f, workspace, outputs }: StageContext, batch: number): void {
  const sums = [0, 1].map(() => f.local('f64', f64.const(0)));
  const entry = f.local('i32');
  const stop = f.local('i32', i32.add(workspace, batch * entryBytes));
  f.for(entry, { from: workspace, to: stop, step: entryBytes }, () => {
    sums.forEach((sum, index) => {
      f.set(sum, f64.add(sum, f64.fromF32(f32.load(entry, index * valueBytes))));
    });
  });
  sums.forEach((sum, index) => {
    f.storeF32(outputs[0], f32.fromF64(sum), index * valueBytes);
  });
}
