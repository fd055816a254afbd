// y = [a, b, ...] side by side on the last axis. A unit is a row.
import { i32 } from '../../emitter/index.js';
import { type KernelFactory, lanes, valueBytes } from '../kernel.js';
import { emitCopy } from './runs.js';

export const concat: KernelFactory<'concat'> = ({ rows, channels }) => {
  const total = channels.reduce((sum, count) => sum + count, 0);
  return {
    stages: [
      {
        units: rows,
        unitCost: 8 * channels.length + 2 * Math.ceil(total / lanes),
        emit({ f, first, end, inputs, outputs }) {
          const row = f.local('i32');
          f.for(row, { from: first, to: end }, () => {
            let before = 0;
            channels.forEach((length, index) => {
              const from = i32.add(inputs[index], i32.mul(row, length * valueBytes));
              const start = i32.add(outputs[0], i32.mul(row, total * valueBytes));
              emitCopy(f, { from, to: i32.add(start, before * valueBytes), length });
              before += length;
            });
          });
        },
      },
    ],
  };
};
