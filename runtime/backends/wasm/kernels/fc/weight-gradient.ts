// Gradient of a fully connected layer's weights: dw[i][o] = sum over n of x[n][i]*dy[n][o].
//
// Layout: a unit packs a block of x's columns by tiles, [tile][n][rows of the tile], and for each panel of eight
// results dy's columns, [n][8], both in its scratch memory: strides of a power of two would else share cache sets.
import { f32, type I32, i32, type Local, v128 } from '../../emitter/index.js';
import { type KernelFactory, type StageContext, valueBytes, vectorBytes } from '../kernel.js';
import {
  clearTile,
  createTile,
  emitRun,
  packedStep,
  panelColumns,
  panelsOf,
  storeTile,
  vectorsOf,
} from '../product/tile.js';

/** Tiles of a block: packing a panel is then a fiftieth of the work. */
const tilesOfBlock = 8;

export const fcWeightGradient: KernelFactory<'fc-weight-gradient'> = ({ batch, inputs, units }, { tileRows }) => {
  const panels = panelsOf(units);
  const blockRows = tilesOfBlock * tileRows;
  const blocks = Math.ceil(inputs / blockRows);
  const lastRows = inputs - (blocks - 1) * blockRows;
  const tileBytes = batch * tileRows * valueBytes;
  const unitBytes = units * valueBytes;
  const packedLeft = tilesOfBlock * tileBytes;

  function emit(context: StageContext): void {
    const { f, first, end } = context;
    const block = f.local('i32');
    const whole = lastRows === blockRows ? blocks : blocks - 1;
    if (whole > 0) {
      const stop = f.local('i32', i32.minU(end, whole));
      f.for(block, { from: first, to: stop }, () => emitBlock(context, block, blockRows));
    }
    if (whole === blocks) return;
    f.if(i32.eq(end, blocks), () => {
      f.set(block, i32.const(blocks - 1));
      emitBlock(context, block, lastRows);
    });
  }

  function emitBlock(context: StageContext, block: Local<'i32'>, rows: number): void {
    const { f, scratch, inputs: tensors } = context;
    const tiles = Math.floor(rows / tileRows);
    const rest = rows % tileRows;
    const from = f.local('i32', i32.add(tensors[0], i32.mul(block, blockRows * valueBytes)));
    const [n, to] = [f.local('i32'), f.local('i32', scratch)];
    f.for(n, { to: batch }, () => {
      for (let row = 0; row < rows; row++) {
        const place = Math.floor(row / tileRows) * tileBytes + (row % tileRows) * valueBytes;
        f.storeF32(to, f32.load(from, row * valueBytes), place);
      }
      f.increase(from, inputs * valueBytes);
      f.increase(to, tileRows * valueBytes);
    });
    const emitPanel = (panel: I32, columns: number) => {
      const right = f.local('i32', i32.add(scratch, packedLeft));
      const source = f.local('i32', i32.add(tensors[1], i32.mul(panel, packedStep)));
      f.for(n, { to: batch }, () => {
        for (const offset of [0, vectorBytes]) f.storeV128(right, v128.load(source, offset), offset);
        f.increase(source, unitBytes);
        f.increase(right, packedStep);
      });
      const target = f.local(
        'i32',
        i32.add(i32.add(context.outputs[0], i32.mul(block, blockRows * unitBytes)), i32.mul(panel, packedStep)),
      );
      const left = f.local('i32', scratch);
      const emitTile = (tileRowsNow: number) => {
        const tile = createTile(context, { rows: tileRowsNow, vectors: vectorsOf(columns) });
        clearTile(context, tile);
        emitRun(context, tile, {
          left,
          leftRowBytes: valueBytes,
          leftStep: tileRows * valueBytes,
          right: f.local('i32', i32.add(scratch, packedLeft)),
          rightStep: packedStep,
          count: i32.const(batch),
        });
        storeTile(context, tile, { address: target, rowBytes: unitBytes, columns });
        f.increase(target, tileRowsNow * unitBytes);
      };
      const t = f.local('i32');
      if (tiles > 0) f.for(t, { to: tiles }, () => emitTile(tileRows));
      if (rest > 0) emitTile(rest);
    };
    const panel = f.local('i32');
    if (panels.full > 0) f.for(panel, { to: panels.full }, () => emitPanel(panel, panelColumns));
    if (panels.rest > 0) emitPanel(i32.const(panels.full), panels.rest);
  }

  return {
    scratchBytes: packedLeft + batch * packedStep,
    stages: [{ units: blocks, unitCost: blockRows * batch * Math.ceil(units / 4), emit }],
  };
};
