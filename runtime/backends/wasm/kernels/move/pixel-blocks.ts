// Channels to blocks of pixels and back: channel c*block^2 + i*block + j of a deep pixel is channel c of pixel (i, j)
// of its block. A unit is a row of deep pixels. Value by value, since no two neighbours stay so.
import type { PixelBlocks } from '../../../../ir/index.js';
import { i32 } from '../../emitter/index.js';
import { type Kernel, type KernelFactory, valueBytes } from '../kernel.js';

export const depthToSpace: KernelFactory<'depth-to-space'> = (blocks) => moved(blocks, 'deep');

export const spaceToDepth: KernelFactory<'space-to-depth'> = (blocks) => moved(blocks, 'wide');

/** @param from which of the two images is the input */
function moved({ block, deep, wide }: PixelBlocks, from: 'deep' | 'wide'): Kernel {
  const [batch, height, width, channels] = deep;
  const values = wide[3];
  const deepStep = block * block * valueBytes;
  const wideRowBytes = wide[2] * values * valueBytes;
  return {
    stages: [
      {
        units: batch * height,
        unitCost: 5 * width * channels,
        emit({ f, first, end, inputs, outputs }) {
          const [row, column, i, j] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
          const [inDeep, inWide, stop] = [f.local('i32'), f.local('i32'), f.local('i32')];
          const [deepStart, wideStart] = from === 'deep' ? [inputs[0], outputs[0]] : [outputs[0], inputs[0]];
          f.for(row, { from: first, to: end }, () => {
            f.for(column, { to: width }, () => {
              const pixel = i32.add(i32.mul(row, width), column);
              const deepPixel = f.local('i32', i32.add(deepStart, i32.mul(pixel, channels * valueBytes)));
              const corner = i32.add(i32.mul(row, block * wideRowBytes), i32.mul(column, block * values * valueBytes));
              const widePixel = f.local('i32', i32.add(wideStart, corner));
              f.for(i, { to: block }, () => {
                f.for(j, { to: block }, () => {
                  f.set(inDeep, i32.add(deepPixel, i32.mul(i32.add(i32.mul(i, block), j), valueBytes)));
                  const inBlock = i32.add(i32.mul(i, wideRowBytes), i32.mul(j, values * valueBytes));
                  f.set(inWide, i32.add(widePixel, inBlock));
                  f.set(stop, i32.add(inWide, values * valueBytes));
                  f.for(inWide, { from: inWide, to: stop, step: valueBytes }, () => {
                    if (from === 'deep') f.storeI32(inWide, i32.load(inDeep));
                    else f.storeI32(inDeep, i32.load(inWide));
                    f.increase(inDeep, deepStep);
                  });
                });
              });
            });
          });
        },
      },
    ],
  };
}
