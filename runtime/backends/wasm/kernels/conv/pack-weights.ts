// Packs a convolution's weights [kH, kW, C/groups, F] into panels of eight columns, [group][panel][k][8]: for the
// forward pass k = (tap, channel) and columns are filters; for the input gradient k = (tap, filter), columns channels.
// What lies beyond the last column means nothing: its sums are never stored.
import { type I32, i32, type Local, v128 } from '../../emitter/index.js';
import { type KernelStage, type StageContext, valueBytes, vectorBytes } from '../kernel.js';
import { packedStep, panelColumns, withPanelWidth } from '../product/tile.js';
import { emitTransposedPanel } from '../product/transpose.js';
import { packedSizes } from './direct.js';
import type { SlidingWindow } from './sliding.js';

/** Packs the instruction's second input into the workspace. */
export function packForward(window: SlidingWindow): KernelStage {
  const filters = window.result[2];
  const { sum } = packedSizes(window);
  return packStage(window, ({ f, inputs }, { group, panel, to }) => {
    const column = i32.add(i32.mul(group, (filters / window.groups) * valueBytes), i32.mul(panel, packedStep));
    const from = f.local('i32', i32.add(inputs[1], column));
    const k = f.local('i32');
    f.for(k, { to: sum }, () => {
      for (const offset of [0, vectorBytes]) f.storeV128(to, v128.load(from, offset), offset);
      f.increase(from, filters * valueBytes);
      f.increase(to, packedStep);
    });
  });
}

/** The same for the input gradient; `kernelColumns` is the width of the whole kernel. */
export function packTransposed(window: SlidingWindow, kernelColumns: number): KernelStage {
  const { source, result, taps, groups, kernelTaps } = window;
  const filters = source[2];
  const depth = result[2] / groups;
  const { panels } = packedSizes(window);
  const filterBytes = filters * valueBytes;
  return packStage(window, (context, { group, panel, to }) => {
    const { f, inputs } = context;
    const start = f.local(
      'i32',
      i32.add(
        i32.add(inputs[1], i32.mul(group, (filters / groups) * valueBytes)),
        i32.mul(panel, panelColumns * filterBytes),
      ),
    );
    const from = f.local('i32');
    const [row, column] = [f.local('i32'), f.local('i32')];
    const pack = (rows: number) =>
      emitTransposedPanel(context, { from, rowBytes: filterBytes, rows, length: filters / groups, to });
    f.for(row, { to: taps[0] }, () => {
      f.for(column, { to: taps[1] }, () => {
        const kernelRow = i32.add(i32.mul(row, kernelTaps[0].step), kernelTaps[0].first);
        const kernelColumn = i32.add(i32.mul(column, kernelTaps[1].step), kernelTaps[1].first);
        const tap = i32.add(i32.mul(kernelRow, kernelColumns), kernelColumn);
        f.set(from, i32.add(start, i32.mul(tap, depth * filterBytes)));
        withPanelWidth(context, panels, panel, pack);
      });
    });
  });
}

interface PanelAt {
  readonly group: I32;
  readonly panel: Local<'i32'>;
  /** Where it is packed. */
  readonly to: Local<'i32'>;
}

function packStage(window: SlidingWindow, emitPanel: (context: StageContext, at: PanelAt) => void): KernelStage {
  const { panels, panelBytes, sum } = packedSizes(window);
  return {
    units: window.groups * panels.count,
    unitCost: sum * 6,
    emit(context) {
      const { f, first, end, workspace } = context;
      const [unit, group, panel, to] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
      f.for(unit, { from: first, to: end }, () => {
        f.set(group, i32.divU(unit, panels.count));
        f.set(panel, i32.remU(unit, panels.count));
        f.set(to, i32.add(workspace, i32.mul(unit, panelBytes)));
        emitPanel(context, { group, panel, to });
      });
    },
  };
}
