// Convolution, gradient of its input: dx[n, iy, ix, c] = sum over ky, kx, f of dy[n, oy, ox, f] * w[ky, kx, c, f], where
// oy*s + ky*d - p = iy and ox likewise. Activations NHWC, weights HWIO; overwrites dx.
//
// Gathers (no two threads write one place): each thread keeps a tile of 8 input pixels x 8 channels in registers, and
// asks for every tap which output pixel saw its input through it. Filters lie side by side in dy and in w, so four of
// them are one dot product.
import type { ComputationOf, WindowGeometry } from '../program/program.js';
import { input, type Kernel, type KernelsOf, makeKernel, output } from './kernel.js';
import { unrolled } from './wgsl.js';
import { load4, locate, outputOfTap, store4 } from './window.js';

const tilePixels = 8;

export const convInputGradient: KernelsOf<ComputationOf<'conv-input-gradient'>> = ({ computation, layer }) => [
  convolutionInputGradient(`${layer}: conv input gradient`, computation.geometry, computation.groups),
];

/** The kernel of [dy, weights] -> [dx]; also a fully connected layer's, whose image is one pixel. */
export function convolutionInputGradient(label: string, geometry: WindowGeometry, groups: number): Kernel {
  const { window, input: from, output: to } = geometry;
  const channels = from[3];
  const filters = to[3];
  const taps = window.kernel[0] * window.kernel[1];
  const groupChannels = channels / groups;
  const groupFilters = filters / groups;
  const pixels = from[0] * from[1] * from[2];
  const tile = Math.min(tilePixels, pixels);
  const quads = groupChannels > 4 ? 2 : 1;
  const groupTiles = Math.ceil(groupChannels / (4 * quads));
  const dyInFours = groupFilters % 4 === 0;
  const dxInFours = groupChannels % 4 === 0;

  const weight = (channel: number, f: string) => `wAt + ${channel * filters}${f === '' ? '' : ` + ${f}`}`;
  const fourFilters = (f: string) => `
${unrolled(tile, (j) => `      let d${j} = select(vec4f(), ${load4('dy', `at${j} + ${f}`, dyInFours)}, o${j}in);`)}
${unrolled(4 * quads, (c) => `      let w${c} = ${load4('weights', weight(c, f), dyInFours)};`)}
${unrolled(tile, (j) => unrolled(quads, (q) => `      sum${j}_${q} += vec4f(${[0, 1, 2, 3].map((k) => `dot(d${j}, w${4 * q + k})`).join(', ')});`))}`;
  const oneFilter = (f: number) => `
    {
${unrolled(quads, (q) => `      let w${q} = vec4f(${[0, 1, 2, 3].map((k) => `weights[${weight(4 * q + k, `${f}`)}]`).join(', ')});`)}
${unrolled(tile, (j) => `      let d${j} = select(0.0f, dy[at${j} + ${f}], o${j}in);`)}
${unrolled(tile, (j) => unrolled(quads, (q) => `      sum${j}_${q} += d${j} * w${q};`))}
    }`;
  const inFours = groupFilters - (groupFilters % 4);

  const body = `
  let part = i32(i % ${groups * groupTiles});
  let group = part / ${groupTiles};
  let place = part % ${groupTiles} * ${4 * quads};
  let pixel = i32(i / ${groups * groupTiles}) * ${tile};
${unrolled(tile, (j) => `  let p${j} = min(pixel + ${j}, ${pixels - 1}); ${locate(`p${j}`, from, [`n${j}`, `iy${j}`, `ix${j}`])}`)}
${unrolled(tile, (j) => unrolled(quads, (q) => `  var sum${j}_${q} = vec4f();`))}
  for (var tap = 0; tap < ${taps}; tap++) {
${unrolled(tile, (j) => `    ${outputOfTap(geometry, `iy${j}`, `ix${j}`, `o${j}`)}`)}
${unrolled(tile, (j) => `    let at${j} = select(0, ((n${j} * ${to[1]} + o${j}y) * ${to[2]} + o${j}x) * ${filters} + group * ${groupFilters}, o${j}in);`)}
    let wAt = (tap * ${groupChannels} + place) * ${filters} + group * ${groupFilters};
${inFours > 0 ? `    for (var f = 0; f < ${inFours}; f += 4) {${fourFilters('f')}\n    }` : ''}
${unrolled(groupFilters - inFours, (f) => oneFilter(inFours + f))}
  }
${unrolled(
  tile,
  (j) => `  if (pixel + ${j} < ${pixels}) {
    let at = (pixel + ${j}) * ${channels} + group * ${groupChannels} + place;
    ${unrolled(quads, (q) => store4('dx', `at + ${4 * q}`, `sum${j}_${q}`, `place + ${4 * q}`, groupChannels, dxInFours))}
  }`,
)}`;
  const weights = taps * groupChannels * filters;
  const dySize = to[0] * to[1] * to[2] * filters;
  const four = (inFours: boolean, size: number) =>
    inFours ? ({ type: 'vec4f', size: size / 4 } as const) : ({ type: 'f32', size } as const);
  return makeKernel({
    label,
    buffers: [
      { name: 'dy', ...four(dyInFours, dySize), binding: input(0) },
      { name: 'weights', ...four(dyInFours, weights), binding: input(1) },
      { name: 'dx', ...four(dxInFours, pixels * channels), binding: output(0) },
    ],
    threads: Math.ceil(pixels / tile) * groups * groupTiles,
    body,
  });
}
