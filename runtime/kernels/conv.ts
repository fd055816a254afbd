// Convolution, forward: y[n, oy, ox, f] = b[f] + sum over ky, kx, c of x[n, oy*s + ky*d - p, ox*s + kx*d - p, c] * w[ky, kx, c, f].
// Activations NHWC, weights HWIO; overwrites y.
//
// A direct kernel: each thread keeps a tile of 8 output pixels x 8 filters in registers and walks the taps and channels
// once, so that every load of an x serves 8 filters and every load of a w serves 8 pixels. Loads, not arithmetic, are
// what bounds it. Pixels are numbered through the whole batch, so a tile may cross rows and images.
import type { ComputationOf, WindowGeometry } from '../program/program.js';
import { input, type Kernel, type KernelsOf, makeKernel, output, type StorageBuffer } from './kernel.js';
import { unrolled } from './wgsl.js';
import { load4, locate, reachesOutside, store4 } from './window.js';

const tilePixels = 8;

export const conv: KernelsOf<ComputationOf<'conv'>> = ({ computation, inputs, layer }) => [
  convolution(`${layer}: conv`, computation.geometry, computation.groups, inputs.length > 2),
];

/** The kernel of [x, weights, bias?] -> [y]; also a fully connected layer's, whose image is one pixel. */
export function convolution(label: string, geometry: WindowGeometry, groups: number, hasBias: boolean): Kernel {
  const { window, input: from, output: to } = geometry;
  const [, height, width, channels] = from;
  const filters = to[3];
  const taps = window.kernel[0] * window.kernel[1];
  const groupChannels = channels / groups;
  const groupFilters = filters / groups;
  const pixels = to[0] * to[1] * to[2];
  const tile = Math.min(tilePixels, pixels);
  const quads = groupFilters > 4 ? 2 : 1;
  const groupTiles = Math.ceil(groupFilters / (4 * quads));
  const xInFours = groupChannels % 4 === 0;
  const wInFours = groupFilters % 4 === 0;
  const bounded = reachesOutside(geometry);

  const storage = (name: string, inFours: boolean, size: number, binding: StorageBuffer['binding']): StorageBuffer => ({
    name,
    type: inFours ? 'vec4f' : 'f32',
    size: inFours ? size / 4 : size,
    binding,
  });
  const buffers = [
    storage('x', xInFours, from[0] * height * width * channels, input(0)),
    storage('weights', wInFours, taps * groupChannels * filters, input(1)),
    ...(hasBias ? [storage('bias', wInFours, filters, input(2))] : []),
    storage('y', wInFours, pixels * filters, output(0)),
  ];

  const guarded = (j: number, value: string, zero: string) => (bounded ? `select(${zero}, ${value}, in${j})` : value);
  const weight = (channel: string, q: number) =>
    load4('weights', `wAt + (${channel}) * ${filters} + ${4 * q}`, wInFours);
  // Loads beyond a group's last filter give another filter's weight; its lane is never stored.
  const fourChannels = (c: string) => `
${unrolled(tile, (j) => `      let x${j} = ${guarded(j, load4('x', `at${j} + ${c}`, xInFours), 'vec4f()')};`)}
${unrolled(4, (k) => unrolled(quads, (q) => `      let w${k}_${q} = ${weight(`${c} + ${k}`, q)};`))}
${unrolled(4, (k) => unrolled(tile, (j) => unrolled(quads, (q) => `      sum${j}_${q} += x${j}[${k}] * w${k}_${q};`)))}`;
  const oneChannel = (c: number) => `
    {
${unrolled(quads, (q) => `      let w${q} = ${weight(`${c}`, q)};`)}
${unrolled(tile, (j) => `      let x${j} = ${guarded(j, `x[at${j} + ${c}]`, '0.0f')};`)}
${unrolled(tile, (j) => unrolled(quads, (q) => `      sum${j}_${q} += x${j} * w${q};`))}
    }`;
  const inFours = groupChannels - (groupChannels % 4);

  const body = `
  let part = i32(i % ${groups * groupTiles});
  let group = part / ${groupTiles};
  let place = part % ${groupTiles} * ${4 * quads};
  let f = group * ${groupFilters} + place;
  let pixel = i32(i / ${groups * groupTiles}) * ${tile};
${unrolled(tile, (j) => `  let p${j} = min(pixel + ${j}, ${pixels - 1}); ${locate(`p${j}`, to, [`n${j}`, `oy${j}`, `ox${j}`])}`)}
${unrolled(quads, (q) => `  let bias${q} = ${hasBias ? load4('bias', `f + ${4 * q}`, wInFours) : 'vec4f()'};`)}
${unrolled(tile, (j) => unrolled(quads, (q) => `  var sum${j}_${q} = bias${q};`))}
  for (var tap = 0; tap < ${taps}; tap++) {
    let ky = tap / ${window.kernel[1]} * ${window.dilation[0]} - ${window.padding.top};
    let kx = tap % ${window.kernel[1]} * ${window.dilation[1]} - ${window.padding.left};
${unrolled(tile, (j) => `    let iy${j} = oy${j} * ${window.stride[0]} + ky; let ix${j} = ox${j} * ${window.stride[1]} + kx;`)}
${bounded ? unrolled(tile, (j) => `    let in${j} = iy${j} >= 0 && iy${j} < ${height} && ix${j} >= 0 && ix${j} < ${width};`) : ''}
${unrolled(tile, (j) => `    let at${j} = ${guarded(j, `((n${j} * ${height} + iy${j}) * ${width} + ix${j}) * ${channels} + group * ${groupChannels}`, '0')};`)}
    let wAt = tap * ${groupChannels * filters} + f;
${inFours > 0 ? `    for (var c = 0; c < ${inFours}; c += 4) {${fourChannels('c')}\n    }` : ''}
${unrolled(groupChannels - inFours, (c) => oneChannel(inFours + c))}
  }
${unrolled(
  tile,
  (j) => `  if (pixel + ${j} < ${pixels}) {
    let at = (pixel + ${j}) * ${filters} + f;
    ${unrolled(quads, (q) => store4('y', `at + ${4 * q}`, `sum${j}_${q}`, `place + ${4 * q}`, groupFilters, wInFours))}
  }`,
)}`;
  const threads = Math.ceil(pixels / tile) * groups * groupTiles;
  return makeKernel({ label, buffers, threads, body });
}
