// What losses over classes share: a unit for each row (an image, or a pixel) that writes its loss and whether it is
// classified correctly to the workspace, and then their sums in the order of the rows.
import { ignoredLabel } from '../../../../ir/index.js';
import { type F32, f32, f32x4, type I32, i32, type Local } from '../../emitter/index.js';
import { forEachChannelVector } from '../channel-loop.js';
import { type Kernel, lanes, type StageContext, valueBytes } from '../kernel.js';
import { emitMetrics, entryBytes } from './entries.js';

export interface RowScores {
  readonly context: StageContext;
  /** Where the row's scores begin. */
  readonly scores: Local<'i32'>;
  readonly label: Local<'i32'>;
  /** Where the gradient of the row's scores goes, if it is wanted. */
  readonly gradient: Local<'i32'> | undefined;
}

export interface RowLoss {
  readonly loss: F32;
  /** 1 where the class with the first largest score is the label, else 0. */
  readonly isCorrect: I32;
}

export interface PerRow {
  readonly rows: number;
  readonly classes: number;
  /** Vector instructions for four classes, roughly. */
  readonly cost: number;
  emitRow(row: RowScores): RowLoss;
}

export function perRowLoss({ rows, classes, cost, emitRow }: PerRow): Kernel {
  const rowBytes = classes * valueBytes;
  return {
    workspaceBytes: rows * entryBytes,
    stages: [
      {
        units: rows,
        unitCost: 60 + Math.ceil(classes / lanes) * cost,
        emit(context) {
          const { f, first, end, inputs, outputs, workspace } = context;
          const [row, entry, label, scores] = ['row', 'entry', 'label', 'scores'].map(() => f.local('i32'));
          const gradient = outputs.length > 1 ? f.local('i32') : undefined;
          f.for(row, { from: first, to: end }, () => {
            f.set(entry, i32.add(workspace, i32.mul(row, entryBytes)));
            f.set(label, i32.load(i32.add(inputs[1], i32.mul(row, valueBytes))));
            f.set(scores, i32.add(inputs[0], i32.mul(row, rowBytes)));
            if (gradient) f.set(gradient, i32.add(outputs[1], i32.mul(row, rowBytes)));
            const write = (loss: F32, isCorrect: I32) => {
              f.storeF32(entry, loss);
              f.storeF32(entry, f32.fromI32U(isCorrect), valueBytes);
            };
            f.if(
              i32.geU(label, ignoredLabel | 0),
              () => {
                write(f32.const(0), i32.const(0));
                if (gradient) emitZeros(context, gradient, classes);
              },
              () => {
                const { loss, isCorrect } = emitRow({ context, scores, label, gradient });
                write(loss, isCorrect);
              },
            );
          });
        },
      },
      { units: 1, unitCost: 8 * rows, emit: (context) => emitMetrics(context, context.workspace, rows) },
    ],
  };
}

function emitZeros({ f }: StageContext, row: I32, classes: number): void {
  const zero = f.local('v128', f32x4.constSplat(0));
  forEachChannelVector(f, classes, (channel, { offset, count }) => {
    f.storeLanes(i32.add(row, channel), zero, count, offset);
  });
}
