// Transforms a convolution's weights [kH, kW, C, F] to G g G^T and packs them into panels of eight columns,
// [frequency][panel][k][8]: k are channels and columns filters, or the other way round for the input gradient.
import { type I32, i32, v128 } from '../../../emitter/index.js';
import { type KernelStage, lanes, type StageContext, valueBytes, vectorBytes } from '../../kernel.js';
import { packedStep, panelColumns } from '../../product/tile.js';
import { emitTransposedPanel } from '../../product/transpose.js';
import type { SlidingWindow } from '../sliding.js';
import { frequencies, weightSizes } from './tiling.js';
import { emitTransform2d, points, weightTransform } from './transforms.js';

/** Vector instructions for the weights of one channel and four filters, roughly. */
const vectorCost = 150;

/** Bytes between two taps of the weights of a window of the forward pass, and of the input gradient. */
const tapBytes = ({ source, result }: SlidingWindow) => source[2] * result[2] * valueBytes;

/** Transforms the instruction's second input into the workspace. */
export function transformForward(window: SlidingWindow): KernelStage {
  const { source, result, taps } = window;
  const { panels, panelBytes, stride } = weightSizes(window);
  const transform = weightTransform(taps[0]);
  return {
    units: source[2],
    unitCost: panels.count * 2 * vectorCost,
    emit(context) {
      const { f, first, end, inputs, workspace } = context;
      const [channel, panel, half] = [f.local('i32'), f.local('i32'), f.local('i32')];
      const [from, to] = [f.local('i32'), f.local('i32')];
      f.for(channel, { from: first, to: end }, () => {
        f.set(from, i32.add(inputs[1], i32.mul(channel, result[2] * valueBytes)));
        f.set(to, i32.add(workspace, i32.mul(channel, packedStep)));
        f.for(panel, { to: panels.count }, () => {
          f.for(half, { to: packedStep, step: vectorBytes }, () => {
            const target = f.local('i32', i32.add(to, half));
            emitTransform2d(context, {
              transform,
              read: (row, column) => v128.load(from, (row * taps[1] + column) * tapBytes(window)),
              write: (row, column, value) => f.storeV128(target, value, (row * points + column) * stride),
            });
            f.increase(from, vectorBytes);
          });
          f.increase(to, panelBytes);
        });
      });
    },
  };
}

/** Bytes of scratch memory for eight channels by four filters, at all frequencies. */
export const transposeBytes = frequencies * panelColumns * vectorBytes;

/** The same for the input gradient: columns are channels, so four filters of eight channels are turned at a time. */
export function transformTransposed(window: SlidingWindow, kernelColumns: number): KernelStage {
  const { source, result, taps, kernelTaps } = window;
  const [filters, channels] = [source[2], result[2]];
  const { panels, panelBytes, stride } = weightSizes(window);
  const transform = weightTransform(taps[0]);
  const blockBytes = panelColumns * vectorBytes;

  /** `length` filters from `filter` on, of the first `rows` channels of a panel. */
  function emitBlock(context: StageContext, at: { panel: I32; rows: number; filter: I32; length: number }): void {
    const { f, inputs, scratch, workspace } = context;
    const [row, from, to] = [f.local('i32'), f.local('i32'), f.local('i32')];
    const channel = i32.mul(at.panel, panelColumns * filters * valueBytes);
    f.set(from, i32.add(i32.add(inputs[1], channel), i32.mul(at.filter, valueBytes)));
    f.set(to, scratch);
    f.for(row, { to: at.rows }, () => {
      emitTransform2d(context, {
        transform,
        read(i, j) {
          const tap = [i, j].map((index, axis) => kernelTaps[axis].first + index * kernelTaps[axis].step);
          return v128.load(from, (tap[0] * kernelColumns + tap[1]) * tapBytes(window));
        },
        write: (i, j, value) => f.storeV128(to, value, (i * points + j) * blockBytes),
      });
      f.increase(from, filters * valueBytes);
      f.increase(to, vectorBytes);
    });
    const [frequency, panelAt] = [f.local('i32'), f.local('i32')];
    f.set(from, scratch);
    f.set(panelAt, i32.add(i32.add(workspace, i32.mul(at.panel, panelBytes)), i32.mul(at.filter, packedStep)));
    f.for(frequency, { to: frequencies }, () => {
      f.set(to, panelAt);
      emitTransposedPanel(context, { from, rowBytes: vectorBytes, rows: at.rows, length: at.length, to });
      f.increase(from, blockBytes);
      f.increase(panelAt, stride);
    });
  }

  function emitPanel(context: StageContext, panel: I32, rows: number): void {
    const { f } = context;
    const whole = filters - (filters % lanes);
    const filter = f.local('i32');
    if (whole > 0)
      f.for(filter, { to: whole, step: lanes }, () => emitBlock(context, { panel, rows, filter, length: lanes }));
    if (whole < filters) emitBlock(context, { panel, rows, filter: i32.const(whole), length: filters - whole });
  }

  return {
    units: panels.count,
    unitCost: Math.min(channels, panelColumns) * Math.ceil(filters / lanes) * vectorCost,
    emit(context) {
      const { f, first, end } = context;
      const panel = f.local('i32');
      f.for(panel, { from: first, to: end }, () => {
        if (panels.rest === 0) emitPanel(context, panel, panelColumns);
        else if (panels.full === 0) emitPanel(context, panel, panels.rest);
        else {
          f.if(
            i32.eq(panel, panels.full),
            () => emitPanel(context, panel, panels.rest),
            () => emitPanel(context, panel, panelColumns),
          );
        }
      });
    },
  };
}
