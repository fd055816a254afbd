// Copies of boxes (`Box` in runtime/ir): output[n, i, j, c] = input[n, i*stride + offset, j*stride + offset, c +
// channel], 0 from outside; and the gradient, which takes each value back to where it came from. A unit is a row of the
// result. Whole rows are one run where neither columns nor channels are left out.
import type { Box } from '../../../../ir/index.js';
import { type I32, i32 } from '../../emitter/index.js';
import { type KernelFactory, lanes, type StageContext, valueBytes } from '../kernel.js';
import { emitClear, emitCopy } from './runs.js';

interface Range {
  readonly first: number;
  readonly end: number;
}

/** The places along an axis of the output that come from the input. */
function overlap(box: Box, axis: 0 | 1): Range {
  const [stride, offset, inputs] = [box.stride[axis], box.offset[axis], box.input[axis + 1]];
  const first = Math.max(0, Math.ceil(-offset / stride));
  return { first, end: Math.max(first, Math.min(box.output[axis + 1], Math.ceil((inputs - offset) / stride))) };
}

/** The channels of the output that come from the input. */
function channelOverlap({ input, output, channel }: Box): Range {
  const first = Math.max(0, -channel);
  return { first, end: Math.max(first, Math.min(output[3], input[3] - channel)) };
}

export const copy: KernelFactory<'copy'> = (box) => {
  const [batch, height, width, depth] = box.output;
  return {
    stages: [
      {
        units: batch * height,
        unitCost: 20 + 3 * width * Math.ceil(depth / lanes),
        emit(context) {
          const { f, first, end, inputs, outputs } = context;
          const [row, to] = [f.local('i32'), f.local('i32')];
          f.for(row, { from: first, to: end }, () => {
            f.set(to, i32.add(outputs[0], i32.mul(row, width * depth * valueBytes)));
            const i = f.local('i32', i32.remU(row, height));
            const rows = overlap(box, 0);
            const y = i32.add(i32.mul(i, box.stride[0]), box.offset[0]);
            const inputRow = i32.add(i32.mul(i32.divU(row, height), box.input[1]), y);
            const from = i32.add(inputs[0], i32.mul(inputRow, box.input[2] * box.input[3] * valueBytes));
            f.if(
              i32.and(i32.geU(i, rows.first), i32.ltU(i, rows.end)),
              () => emitOutputRow(context, box, { from: f.local('i32', from), to }),
              () => emitClear(f, { to, length: width * depth }),
            );
          });
        },
      },
    ],
  };
};

interface RowPair {
  readonly from: I32;
  readonly to: I32;
}

function emitOutputRow({ f }: StageContext, box: Box, { from, to }: RowPair): void {
  const { input, output, stride, offset } = box;
  const depth = output[3];
  const columns = overlap(box, 1);
  const channels = channelOverlap(box);
  const atColumn = (column: number) => i32.add(to, column * depth * valueBytes);
  emitClear(f, { to, length: columns.first * depth });
  if (isWhole(box)) {
    const source = i32.add(from, (columns.first + offset[1]) * depth * valueBytes);
    emitCopy(f, { from: source, to: atColumn(columns.first), length: (columns.end - columns.first) * depth });
  } else {
    const j = f.local('i32');
    f.for(j, { from: columns.first, to: columns.end }, () => {
      const x = i32.add(i32.mul(j, stride[1]), offset[1]);
      const source = i32.add(i32.add(from, i32.mul(x, input[3] * valueBytes)), box.channel * valueBytes);
      const target = f.local('i32', i32.add(to, i32.mul(j, depth * valueBytes)));
      const channelAt = (address: I32, channel: number) => i32.add(address, channel * valueBytes);
      emitClear(f, { to: target, length: channels.first });
      emitCopy(f, {
        from: channelAt(source, channels.first),
        to: channelAt(target, channels.first),
        length: channels.end - channels.first,
      });
      emitClear(f, { to: channelAt(target, channels.end), length: depth - channels.end });
    });
  }
  emitClear(f, { to: atColumn(columns.end), length: (output[2] - columns.end) * depth });
}

/** Neighbouring values of a row of the output are neighbours in the input. */
function isWhole({ input, output, stride, channel }: Box): boolean {
  return stride[1] === 1 && channel === 0 && input[3] === output[3];
}

export const copyGradient: KernelFactory<'copy-gradient'> = (box) => {
  const { input, output, stride, offset } = box;
  const [batch, height, width, depth] = input;
  return {
    stages: [
      {
        units: batch * height,
        unitCost: 20 + 3 * width * Math.ceil(depth / lanes),
        emit(context) {
          const { f, first, end, inputs, outputs } = context;
          const [row, to] = [f.local('i32'), f.local('i32')];
          f.for(row, { from: first, to: end }, () => {
            f.set(to, i32.add(outputs[0], i32.mul(row, width * depth * valueBytes)));
            emitClear(f, { to, length: width * depth });
            // Rows before the first that is read become large numbers, which no row of the output has.
            const distance = f.local('i32', i32.sub(i32.remU(row, height), offset[0]));
            const i = f.local('i32', i32.divU(distance, stride[0]));
            const isRead = i32.and(i32.eqz(i32.remU(distance, stride[0])), i32.ltU(i, output[1]));
            f.if(isRead, () => {
              const outputRow = i32.add(i32.mul(i32.divU(row, height), output[1]), i);
              const from = i32.add(inputs[0], i32.mul(outputRow, output[2] * output[3] * valueBytes));
              emitInputRow(context, box, { from: f.local('i32', from), to });
            });
          });
        },
      },
    ],
  };
};

function emitInputRow({ f }: StageContext, box: Box, { from, to }: RowPair): void {
  const { input, output, stride, offset } = box;
  const columns = overlap(box, 1);
  const channels = channelOverlap(box);
  if (isWhole(box)) {
    const depth = output[3];
    emitCopy(f, {
      from: i32.add(from, columns.first * depth * valueBytes),
      to: i32.add(to, (columns.first + offset[1]) * depth * valueBytes),
      length: (columns.end - columns.first) * depth,
    });
    return;
  }
  const j = f.local('i32');
  f.for(j, { from: columns.first, to: columns.end }, () => {
    const x = i32.add(i32.mul(j, stride[1]), offset[1]);
    emitCopy(f, {
      from: i32.add(i32.add(from, i32.mul(j, output[3] * valueBytes)), channels.first * valueBytes),
      to: i32.add(i32.add(to, i32.mul(x, input[3] * valueBytes)), (channels.first + box.channel) * valueBytes),
      length: channels.end - channels.first,
    });
  });
}
