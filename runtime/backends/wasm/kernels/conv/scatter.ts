// Input gradient by scattering: every pixel p of dy adds to the pixels under its window,
//   dx[p*stride + tap][c] += sum over f of dy[p][f] * w[tap][c][f].
//
// Layout: a tile is the same pixel of up to six images times eight neighbouring (tap column, channel) of a tap row, so
// that no two rows of a tile overlap. dx of these images is collected with its halo in scratch memory, then stored
// with the epilogue. It multiplies no zeros of a halo around dy, and wastes no lanes where channels are few: LeNet-5's
// second convolution, 6 channels under windows of 5x5 without padding, takes less than half of the direct form's time.
import { type ComputationOf, epilogueInputs } from '../../../../ir/index.js';
import { i32, type Local } from '../../emitter/index.js';
import { clearRows, storeRows } from '../collected-rows.js';
import { type Kernel, type KernelStage, type StageContext, valueBytes, vectorBytes } from '../kernel.js';
import {
  createTile,
  emitRun,
  forPanels,
  loadTile,
  packedStep,
  panelColumns,
  panelsOf,
  splitRows,
  storeTile,
  vectorsOf,
  withPanelWidth,
} from '../product/tile.js';
import { emitTransposedPanel } from '../product/transpose.js';

type Gradient = ComputationOf<'conv-input-gradient'>;

/** Scratch bytes at most: the images of a tile stay in the L2 cache. */
const mostScratch = 256 * 1024;

/** Loading and storing a tile takes as long as so many products of it. */
const tileOverhead = 8;

/**
 * Vector instructions for all images, or undefined where scattering is impossible or takes not clearly less than
 * gathering.
 */
export function scatterCost({ geometry, groups }: Gradient, tileRows: number): number | undefined {
  const { window, input, output } = geometry;
  const [kernelRows, kernelColumns] = window.kernel;
  if (groups !== 1 || (window.dilation[1] !== 1 && kernelColumns > 1)) return undefined;
  const [batch, height, width, channels] = input;
  if (batch < tileRows || scratchSizes(geometry).imageBytes * tileRows > mostScratch) return undefined;
  const filters = output[3];
  const gathered =
    (height * width * kernelRows * kernelColumns * filters * vectorsIn(channels)) /
    (window.stride[0] * window.stride[1]);
  const scattered = output[1] * output[2] * kernelRows * vectorsIn(kernelColumns * channels) * (filters + tileOverhead);
  return scattered < 0.9 * gathered ? batch * scattered : undefined;
}

function vectorsIn(columns: number): number {
  const { full, rest } = panelsOf(columns);
  return 2 * full + vectorsOf(rest);
}

/** An image of dx with all that its windows reach. */
function scratchSizes({ window, input, output }: Gradient['geometry']) {
  const { kernel, stride, dilation, padding } = window;
  const reach = ([0, 1] as const).map(
    (axis) => (output[1 + axis] - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis] + 1,
  );
  const rows = Math.max(reach[0], padding.top + input[1]);
  const columns = Math.max(reach[1], padding.left + input[2]);
  const rowBytes = columns * input[3] * valueBytes;
  return { rowBytes, imageBytes: rows * rowBytes };
}

export function scatteredGradient({ geometry, epilogue }: Gradient, tileRows: number): Kernel {
  const { window, input, output } = geometry;
  const [batch, height, width, channels] = input;
  const filters = output[3];
  const { rowBytes, imageBytes } = scratchSizes(geometry);
  const columns = window.kernel[1] * channels;
  const panels = panelsOf(columns);
  const panelBytes = filters * packedStep;
  const pixelBytes = channels * valueBytes;
  const gradientPixelBytes = filters * valueBytes;
  const gradientImageBytes = output[1] * output[2] * gradientPixelBytes;
  const parts = splitRows(batch, tileRows);

  const pack: KernelStage = {
    units: window.kernel[0] * panels.count,
    unitCost: filters * 6,
    emit(context) {
      const { f, first, end, inputs, workspace } = context;
      const unit = f.local('i32');
      f.for(unit, { from: first, to: end }, () => {
        const tapRow = i32.divU(unit, panels.count);
        const panel = f.local('i32', i32.remU(unit, panels.count));
        const row = i32.add(i32.mul(tapRow, columns), i32.mul(panel, panelColumns));
        const from = f.local('i32', i32.add(inputs[1], i32.mul(row, filters * valueBytes)));
        const to = f.local('i32', i32.add(workspace, i32.mul(unit, panelBytes)));
        const packRows = (rows: number) =>
          emitTransposedPanel(context, { from, rowBytes: filters * valueBytes, rows, length: filters, to });
        withPanelWidth(context, panels, panel, packRows);
      });
    },
  };

  const scatter: KernelStage = {
    units: parts.larger.count + parts.smaller.count,
    unitCost: tileRows * output[1] * output[2] * window.kernel[0] * vectorsIn(columns) * (filters + tileOverhead),
    emit(context) {
      const { f, first, end } = context;
      const unit = f.local('i32');
      f.for(unit, { from: first, to: end }, () => {
        const { larger, smaller } = parts;
        const image = f.local(
          'i32',
          i32.add(i32.mul(unit, smaller.rows), f.local('i32', i32.minU(unit, larger.count))),
        );
        if (larger.count === 0) emitImages(context, image, smaller.rows);
        else if (smaller.count === 0) emitImages(context, image, larger.rows);
        else {
          f.if(
            i32.ltU(unit, larger.count),
            () => emitImages(context, image, larger.rows),
            () => emitImages(context, image, smaller.rows),
          );
        }
      });
    },
  };

  return {
    stages: [pack, scatter],
    scratchBytes: tileRows * imageBytes + 2 * vectorBytes,
    workspaceBytes: window.kernel[0] * panels.count * panelBytes,
  };

  function emitImages(context: StageContext, image: Local<'i32'>, images: number): void {
    const { f, scratch, workspace, inputs } = context;
    clearRows(context, scratch, images * imageBytes);
    const gradient = f.local('i32', i32.add(inputs[0], i32.mul(image, gradientImageBytes)));
    const tapRow = f.local('i32');
    f.for(tapRow, { to: window.kernel[0] }, () => {
      forPanels(context, panels, (panel, width) => {
        const weights = f.local(
          'i32',
          i32.add(workspace, i32.mul(i32.add(i32.mul(tapRow, panels.count), panel), panelBytes)),
        );
        const start = f.local(
          'i32',
          i32.add(i32.mul(tapRow, window.dilation[0] * rowBytes), i32.mul(panel, packedStep)),
        );
        const [x, y] = [f.local('i32'), f.local('i32')];
        const target = f.local('i32');
        const left = f.local('i32');
        // Down the columns: neighbours in a row overlap, and a load of what was just stored in other pieces waits.
        f.for(x, { to: output[2] }, () => {
          f.set(target, i32.add(i32.add(scratch, start), i32.mul(x, window.stride[1] * pixelBytes)));
          f.set(left, i32.add(gradient, i32.mul(x, gradientPixelBytes)));
          f.for(y, { to: output[1] }, () => {
            const tile = createTile(context, { rows: images, vectors: vectorsOf(width) });
            loadTile(context, tile, target, imageBytes);
            emitRun(context, tile, {
              left: f.local('i32', left),
              leftRowBytes: gradientImageBytes,
              leftStep: valueBytes,
              right: f.local('i32', weights),
              rightStep: packedStep,
              count: i32.const(filters),
            });
            storeTile(context, tile, { address: target, rowBytes: imageBytes, columns: width });
            f.increase(target, window.stride[0] * rowBytes);
            f.increase(left, output[2] * gradientPixelBytes);
          });
        });
      });
    });
    emitStore(context, image, images);
  }

  function emitStore(context: StageContext, image: Local<'i32'>, images: number): void {
    const { f, scratch, inputs } = context;
    const bias = inputs.length - epilogueInputs(epilogue) === 3 ? inputs[2] : undefined;
    const { padding } = window;
    const corner = padding.top * rowBytes + padding.left * pixelBytes;
    const [index, row] = [f.local('i32'), f.local('i32')];
    f.for(index, { to: images }, () => {
      f.for(row, { to: height }, () => {
        const from = i32.add(i32.add(scratch, i32.mul(index, imageBytes)), i32.add(i32.mul(row, rowBytes), corner));
        const offset = i32.mul(i32.add(i32.mul(i32.add(image, index), height), row), width * pixelBytes);
        storeRows(context, { epilogue, channels, pixelBytes, from, offset, pixels: i32.const(width), bias });
      });
    });
  }
}
