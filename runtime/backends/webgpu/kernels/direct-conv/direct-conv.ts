// Direct convolution: result[n, y, x, column] = bias[column] + sum over ky, kx, c of source[n, y*s + ky*d - p, x*s +
// kx*d - p, c] * weight(ky, kx, c, column). NHWC; overwrites.
//
// Also input gradients (flipped window, or one convolution a stride phase) and fully connected layers (1x1). Each
// thread keeps a tile of pixels of one row x columns in registers; an iteration takes one channel and one window row,
// so that a loaded value serves every tap it falls on. Variants of sharing (tile.ts):
// - none: each thread loads all its weights.
// - quad: software adapters with subgroups; four lanes load one weight each and broadcast it.

import { type Instruction, sizeOf } from '../../../../ir/index.js';
import { type AdapterProfile, compilesSlowly } from '../../adapter-profile.js';
import type { Emitter } from '../../shaders/emitter.js';
import { emitEpilogue, ownInputs } from '../../shaders/epilogue.js';
import { input, type KernelSource, output } from '../../shaders/kernel.js';
import { declareElements, fitsVec4 } from '../../shaders/vec4-access.js';
import { chosen, declared, unrolled, wgsl } from '../../shaders/wgsl.js';
import { readStrides } from '../../shaders/window.js';
import { countPhases, type DirectConv, findBounds } from './problem.js';
import { layOutThreads } from './threads.js';
import { chooseDirectConvTile, type DirectConvTile, listPositions } from './tile.js';

export function directConv(problem: DirectConv, instruction: Instruction, adapter: AdapterProfile): KernelSource {
  const { window, result, groups, phases } = problem;
  const [down, across] = countPhases(problem);
  const tile = chooseDirectConvTile(
    {
      rows: result[0] * Math.ceil(result[1] / down),
      width: Math.ceil(result[2] / across),
      columns: result[3] / groups,
      groups: groups * down * across,
      kernel: phases ? 1 : window.kernel[1],
      stride: window.stride[1],
      dilation: window.dilation[1],
    },
    adapter,
  );
  return directConvKernel(problem, tile, instruction, adapter);
}

/** The kernel with a given tile; every tile computes the same. */
function directConvKernel(
  problem: DirectConv,
  tile: DirectConvTile,
  instruction: Instruction,
  adapter: AdapterProfile,
): KernelSource {
  const { label, source, result, window, groups, weights } = problem;
  const { pixels, taps } = tile;
  const quad = tile.sharing === 'quad';
  const [batch, height, width, channels] = source;
  const depth = channels / groups;
  // How far apart in memory pixels lie, and groups: in the source and in the result.
  const from = readStrides(source, groups);
  const to = readStrides(result, groups);
  const inGroup = to.depth;
  const hasBias = ownInputs(instruction) > 2;
  const isVec4 = fitsVec4(inGroup);
  // Four neighbouring weights in one load, where they lie so and a thread loads them for itself.
  const weightsInFours = !quad && isVec4 && weights.column === 1 && weights.size % 4 === 0;
  const stored = declareElements(isVec4, sizeOf(result));
  const epilogue = emitEpilogue(instruction, { name: 'result', ...stored });

  const vectors = Array.from({ length: Math.ceil(tile.columns / 4) }, (_, index) => {
    const size = Math.min(4, tile.columns - 4 * index);
    return { index, size, type: size === 1 ? 'f32' : `vec${size}f` };
  });
  const ofColumns = (size: number, value: (column: number) => string) =>
    size === 1 ? value(0) : `vec${size}f(${Array.from({ length: size }, (_, column) => value(column)).join(', ')})`;
  const eachSum = (code: (pixel: number, vector: (typeof vectors)[number]) => string) =>
    unrolled(pixels, (pixel) => vectors.map((vector) => code(pixel, vector)).join('\n'));

  const positions = listPositions({ stride: window.stride[1], dilation: window.dilation[1] }, tile);
  const threads = layOutThreads(problem, tile, adapter);
  const { inRow, inColumn } = findBounds(problem, tile, threads.rowsAreThere);
  const insideOf = (at: number) =>
    [inRow ? 'insideY' : '', inColumn(at) ? `inside${at}` : ''].filter(Boolean).join(' & ');
  const loadValue = ({ load }: Emitter, at: number) => {
    const value = load('source', wgsl`at + ${at * from.pixel}${depth > 1 ? ' + c' : ''}`);
    return `      let x${at} = ${insideOf(at) ? `select(0.0f, ${value}, ${insideOf(at)})` : value};`;
  };
  const loadWeights = ({ load }: Emitter, tap: number) =>
    vectors
      .map(({ index, size }) => {
        const name = `w${tap}_${index}`;
        const ofChannel = depth > 1 ? wgsl` + c * ${weights.channel}` : '';
        const at = wgsl`weight + ${tap * weights.kx + 4 * index * weights.column}${ofChannel}`;
        if (weightsInFours) return `      let ${name} = ${load('weights', `(${at}) >> 2`)};`;
        if (!quad)
          return `      let ${name} = ${ofColumns(size, (k) => load('weights', wgsl`${at} + ${k * weights.column}`))};`;
        return `      let own${name} = ${load('weights', at)};
      let ${name} = ${ofColumns(size, (k) => wgsl`quadBroadcast(own${name}, ${k}u)`)};`;
      })
      .join('\n');
  // As fma and not as a sum, which SwiftShader computes a fifth slower: it makes all products of a vector before it
  // adds them.
  const multiply = (tap: number) =>
    eachSum((pixel, { index, type }) => {
      const x = `x${pixel * window.stride[1] + tap * window.dilation[1]}`;
      const sum = `sum${pixel}_${index}`;
      return `      ${sum} = fma(${type}(${x}), w${tap}_${index}, ${sum});`;
    });
  const iteration = (emit: Emitter) => `
${positions.map((at) => loadValue(emit, at)).join('\n')}
${unrolled(taps, (tap) => loadWeights(emit, tap))}
${unrolled(taps, multiply)}`;

  // Loaded once for all pixels: every load in the text is compiled.
  const initialSum = ({ load }: Emitter, { index, size, type }: (typeof vectors)[number]) => {
    if (!hasBias) return `  let first_${index} = ${type}();`;
    if (isVec4) return `  let first_${index} = ${load('bias', wgsl`(column >> 2) + ${index}`)};`;
    return `  let first_${index} = ${ofColumns(size, (k) => load('bias', wgsl`column + ${4 * index + k}`))};`;
  };
  const storeTile = ({ store, loop }: Emitter) => {
    const element = (index: string, value: string, column: number | string) => {
      const line = store('result', index, epilogue.apply(value, `u32(${index})`));
      return threads.columnsAreThere ? `      ${line}` : wgsl`      if (place + ${column} < ${inGroup}) { ${line} }`;
    };
    const value = (index: number) => chosen('stored', pixels, (pixel) => `sum${pixel}_${index}`);
    const named = (index: number) => `      let value${index} = ${value(index)};`;
    const oneByOne = () =>
      vectors.flatMap(({ index, size }) => {
        if (isVec4) return [element(wgsl`at + ${index}`, value(index), 4 * index)];
        const each = Array.from({ length: size }, (_, k) =>
          element(wgsl`at + ${4 * index + k}`, size === 1 ? `value${index}` : wgsl`value${index}[${k}]`, 4 * index + k),
        );
        return [named(index), ...each];
      });
    // One store in the text, for each is compiled for long.
    const inLoop = () => {
      const part = chosen('part', vectors.length, (index) => `value${index}`);
      return [
        ...vectors.map(({ index }) => named(index)),
        `      ${loop('part', '0', wgsl`${vectors.length}`)} {`,
        `  ${element('at + part', part, '4 * part')}`,
        '      }',
      ];
    };
    const lines = isVec4 && compilesSlowly(adapter) ? inLoop() : oneByOne();
    return wgsl`  ${loop('stored', '0', wgsl`${pixels}`)} {
    ${threads.pixelIsThere.length > 0 ? `if (${threads.pixelIsThere.join(' & ')}) ` : ''}{
      let at = ((${threads.pixel}) * ${to.pixel} + group * ${to.group} + place)${isVec4 ? ' >> 2' : ''};
${lines.join('\n')}
    }
  }`;
  };

  const firstWeight = wgsl`${weights.first} + ky * ${weights.ky} + kx * ${weights.kx} + group * ${weights.group}`;
  const body = (emit: Emitter) => wgsl`${threads.which}
${vectors.map((vector) => initialSum(emit, vector)).join('\n')}
${eachSum((pixel, { index }) => `  var sum${pixel}_${index} = first_${index};`)}
  let ownPlace = place${quad ? ' + i32(quad_lane & 3u)' : ''};
  ${emit.loop('t', threads.turns[0], threads.turns[1])} {${threads.tap}
    let at = ((n * ${height} + iy) * ${width} + ix) * ${from.pixel} + group * ${from.group};
    let weight = ${firstWeight} + ownPlace * ${weights.column};
${inRow ? wgsl`    let insideY = u32(iy) < ${height}u;` : ''}
${positions
  .filter(inColumn)
  .map((at) => wgsl`    let inside${at} = u32(ix + ${at}) < ${width}u;`)
  .join('\n')}
    ${depth > 1 ? `${emit.loop('c', '0', wgsl`${depth}`)} {${iteration(emit)}\n    }` : iteration(emit)}
  }
${storeTile(emit)}`;
  return {
    label,
    buffers: [
      { name: 'source', type: 'f32', size: batch * height * width * channels, binding: input(0) },
      { name: 'weights', ...declareElements(weightsInFours, weights.size), binding: input(1) },
      ...(hasBias ? [{ name: 'bias', ...declareElements(isVec4, result[3]), binding: input(2) }] : []),
      { name: 'result', ...stored, binding: output(0) },
      ...epilogue.buffers,
    ],
    threads: threads.count,
    ...(threads.workgroupSize ? { quads: { workgroupSize: threads.workgroupSize } } : {}),
    settings: epilogue.settings,
    declarations: (emit) => declared(...epilogue.declare(emit)),
    body,
  };
}
