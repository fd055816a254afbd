// Computations that only move values.
import type { Box, PixelBlocks } from '../../../ir/index.js';
import type { Compute } from './compute.js';

/** Visits the runs of channels that lie in both images, as the indices of their first values. */
function forEachRun(
  { input, output, stride, offset, channel }: Box,
  visit: (inInput: number, inOutput: number, length: number) => void,
): void {
  const [batch, height, width, depth] = output;
  const first = Math.max(0, -channel);
  const length = Math.min(depth, input[3] - channel) - first;
  if (length <= 0) return;
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < height; i++) {
      const y = i * stride[0] + offset[0];
      if (y < 0 || y >= input[1]) continue;
      for (let j = 0; j < width; j++) {
        const x = j * stride[1] + offset[1];
        if (x < 0 || x >= input[2]) continue;
        const from = ((n * input[1] + y) * input[2] + x) * input[3] + first + channel;
        visit(from, ((n * height + i) * width + j) * depth + first, length);
      }
    }
  }
}

export const copy: Compute<'copy'> = (box, [x], [y]) => {
  y.fill(0);
  forEachRun(box, (inInput, inOutput, length) => {
    for (let c = 0; c < length; c++) y[inOutput + c] = x[inInput + c];
  });
};

export const copyGradient: Compute<'copy-gradient'> = (box, [dy], [dx]) => {
  dx.fill(0);
  forEachRun(box, (inInput, inOutput, length) => {
    for (let c = 0; c < length; c++) dx[inInput + c] = dy[inOutput + c];
  });
};

export const concat: Compute<'concat'> = ({ rows, channels }, inputs, [y]) => {
  const total = channels.reduce((sum, count) => sum + count, 0);
  let first = 0;
  channels.forEach((count, index) => {
    const x = inputs[index];
    for (let row = 0; row < rows; row++) {
      for (let c = 0; c < count; c++) y[row * total + first + c] = x[row * count + c];
    }
    first += count;
  });
};

export const shuffle: Compute<'shuffle'> = ({ rows, channels, groups }, [x], [y]) => {
  const width = channels / groups;
  for (let start = 0; start < rows * channels; start += channels) {
    for (let group = 0; group < groups; group++) {
      for (let i = 0; i < width; i++) y[start + i * groups + group] = x[start + group * width + i];
    }
  }
};

/** Visits every value of blocks of pixels by its index in both images, whose channels are in PyTorch's order. */
function forEachBlockValue({ block, deep, wide }: PixelBlocks, visit: (inDeep: number, inWide: number) => void): void {
  const [batch, height, width, channels] = wide;
  let inWide = 0;
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const pixel = (n * deep[1] + Math.floor(y / block)) * deep[2] + Math.floor(x / block);
        const inBlock = (y % block) * block + (x % block);
        for (let c = 0; c < channels; c++) visit(pixel * deep[3] + c * block * block + inBlock, inWide++);
      }
    }
  }
}

export const depthToSpace: Compute<'depth-to-space'> = (blocks, [deep], [wide]) => {
  forEachBlockValue(blocks, (inDeep, inWide) => {
    wide[inWide] = deep[inDeep];
  });
};

export const spaceToDepth: Compute<'space-to-depth'> = (blocks, [wide], [deep]) => {
  forEachBlockValue(blocks, (inDeep, inWide) => {
    deep[inDeep] = wide[inWide];
  });
};
