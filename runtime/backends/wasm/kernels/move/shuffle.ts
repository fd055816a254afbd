// y[r, i*groups + g] = x[r, g*width + i], width = channels/groups: value by value, since no two neighbours stay so.
import { i32 } from '../../emitter/index.js';
import { type KernelFactory, valueBytes } from '../kernel.js';

export const shuffle: KernelFactory<'shuffle'> = ({ rows, channels, groups }) => {
  const width = channels / groups;
  const rowBytes = channels * valueBytes;
  return {
    stages: [
      {
        units: rows,
        unitCost: 4 * channels,
        emit({ f, first, end, inputs, outputs }) {
          const [row, group] = [f.local('i32'), f.local('i32')];
          const [from, to, stop] = [f.local('i32'), f.local('i32'), f.local('i32')];
          f.for(row, { from: first, to: end }, () => {
            f.for(group, { to: groups }, () => {
              const start = i32.add(inputs[0], i32.mul(row, rowBytes));
              f.set(to, i32.add(i32.add(outputs[0], i32.mul(row, rowBytes)), i32.mul(group, valueBytes)));
              f.set(from, i32.add(start, i32.mul(group, width * valueBytes)));
              f.set(stop, i32.add(from, width * valueBytes));
              f.for(from, { from, to: stop, step: valueBytes }, () => {
                f.storeI32(to, i32.load(from));
                f.increase(to, groups * valueBytes);
              });
            });
          });
        },
      },
    ],
  };
};
