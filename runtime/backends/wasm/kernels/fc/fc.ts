// Fully connected layers: y[n][o] = sum over i of x[n][i]*w[i][o], and dx[n][i] = sum over o of dy[n][o]*w[i][o].
//
// Layout: a unit packs the weights of eight results into its scratch memory, [k][8], and multiplies all images with
// them, six at a time: every weight is read from memory once.
import { type Epilogue, epilogueInputs } from '../../../../ir/index.js';
import { type I32, i32, type Local, v128 } from '../../emitter/index.js';
import { emitEpilogue } from '../epilogue/emit-epilogue.js';
import { type Kernel, type KernelFactory, type StageContext, valueBytes, vectorBytes } from '../kernel.js';
import {
  clearTile,
  createTile,
  emitRun,
  lanesOf,
  packedStep,
  panelColumns,
  panelsOf,
  splitRows,
  vectorsOf,
} from '../product/tile.js';
import { emitTransposedPanel } from '../product/transpose.js';

export const fc: KernelFactory<'fc'> = ({ batch, inputs, units, epilogue }, { tileRows }) =>
  productKernel({
    images: batch,
    sum: inputs,
    columns: units,
    epilogue,
    tileRows,
    pack(context, panel) {
      const { f } = context;
      const from = f.local('i32', i32.add(context.inputs[1], i32.mul(panel, packedStep)));
      const to = f.local('i32', context.scratch);
      const k = f.local('i32');
      f.for(k, { to: inputs }, () => {
        for (const offset of [0, vectorBytes]) f.storeV128(to, v128.load(from, offset), offset);
        f.increase(from, units * valueBytes);
        f.increase(to, packedStep);
      });
    },
  });

export const fcInputGradient: KernelFactory<'fc-input-gradient'> = ({ batch, inputs, units, epilogue }, { tileRows }) =>
  productKernel({
    images: batch,
    sum: units,
    columns: inputs,
    epilogue,
    tileRows,
    pack(context, panel, rows) {
      const { f } = context;
      const rowBytes = units * valueBytes;
      const from = f.local('i32', i32.add(context.inputs[1], i32.mul(panel, panelColumns * rowBytes)));
      emitTransposedPanel(context, { from, rowBytes, rows, length: units, to: f.local('i32', context.scratch) });
    },
  });

interface ProductOptions {
  readonly images: number;
  /** Products of each sum. */
  readonly sum: number;
  readonly columns: number;
  readonly epilogue: readonly Epilogue[] | undefined;
  readonly tileRows: number;
  /** Writes the weights of a panel's columns to the scratch memory. */
  pack(context: StageContext, panel: I32, columns: number): void;
}

function productKernel({ images, sum, columns, epilogue, tileRows, pack }: ProductOptions): Kernel {
  const panels = panelsOf(columns);
  const rowBytes = columns * valueBytes;
  return {
    scratchBytes: sum * packedStep,
    stages: [
      {
        units: panels.count,
        unitCost: (images + 4) * sum * 2,
        emit(context) {
          const { f, first, end } = context;
          const panel = f.local('i32');
          if (panels.full > 0) {
            const full = f.local('i32', i32.minU(end, panels.full));
            f.for(panel, { from: first, to: full }, () => emitPanel(context, panel, panelColumns));
          }
          if (panels.rest === 0) return;
          f.if(i32.eq(end, panels.count), () => {
            f.set(panel, i32.const(panels.full));
            emitPanel(context, panel, panels.rest);
          });
        },
      },
    ],
  };

  function emitPanel(context: StageContext, panel: Local<'i32'>, width: number): void {
    const { f, scratch, inputs } = context;
    pack(context, panel, width);
    const left = f.local('i32', inputs[0]);
    const channel = f.local('i32', i32.mul(panel, packedStep));
    const offset = f.local('i32', channel);
    const parts = splitRows(images, tileRows);
    for (const { count, rows } of [parts.larger, parts.smaller]) {
      if (count === 0) continue;
      const n = f.local('i32');
      f.for(n, { to: count }, () => {
        const tile = createTile(context, { rows, vectors: vectorsOf(width) });
        const own = inputs.length - epilogueInputs(epilogue);
        if (own === 3) {
          tile[0].forEach((_, vector) => {
            const bias = f.local('v128', v128.load(i32.add(inputs[2], channel), vector * vectorBytes));
            for (const sums of tile) f.set(sums[vector], bias);
          });
        } else clearTile(context, tile);
        emitRun(context, tile, {
          left: f.local('i32', left),
          leftRowBytes: sum * valueBytes,
          leftStep: valueBytes,
          right: f.local('i32', scratch),
          rightStep: packedStep,
          count: i32.const(sum),
        });
        tile.forEach((sums, index) => {
          sums.forEach((value, vector) => {
            const constantOffset = index * rowBytes + vector * vectorBytes;
            const place = { offset, constantOffset, channel, constantChannel: vector * vectorBytes };
            const finished = epilogue ? f.local('v128', emitEpilogue(context, epilogue, value, place)) : value;
            f.storeLanes(i32.add(context.outputs[0], offset), finished, lanesOf(width, vector), constantOffset);
          });
        });
        f.increase(left, rows * sum * valueBytes);
        f.increase(offset, rows * rowBytes);
      });
    }
  }
}
