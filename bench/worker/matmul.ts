// The adapter's best matrix product, to compare a step's FLOP/s with: c = a*b, all 512x512, in several kernels. The
// fastest kernel with the right result counts.
import type { Work } from './work.js';

export interface MatmulFigures {
  /** Best of the variants, in operations a second, two for a multiply-accumulate. */
  readonly operationsPerSecond: number;
  /** By variant. */
  readonly variants: Readonly<Record<string, number>>;
}

const side = 512;
const threads = 64;
const repeats = 5;

interface Variant {
  /** Rows and vec4 columns that a thread computes. */
  readonly rows: number;
  readonly columns: number;
  /** Products added to a sum per loop iteration. */
  readonly step: 2 | 4;
  /** Neighbouring threads that compute consecutive rows of the same columns and share what they load of b. */
  readonly lanes: 1 | 4 | 8 | 16 | 32;
  /** What a lane loads of b and broadcasts: whole vectors, or (with four lanes) one component of each. */
  readonly broadcast: 'vectors' | 'values';
}

const plain: readonly Variant[] = [
  { rows: 8, columns: 4, step: 4, lanes: 1, broadcast: 'vectors' },
  { rows: 8, columns: 2, step: 4, lanes: 1, broadcast: 'vectors' },
  { rows: 4, columns: 2, step: 4, lanes: 1, broadcast: 'vectors' },
];
// Software adapters slow down at more than about a hundred vector multiply-adds an iteration: 8x16 sums need step 2.
const sharing = (lanes: 4 | 8 | 16 | 32): readonly Variant[] => [
  { rows: 8, columns: 4, step: 2, lanes, broadcast: 'vectors' },
  { rows: 8, columns: 4, step: 4, lanes, broadcast: 'vectors' },
  { rows: 8, columns: 2, step: 4, lanes, broadcast: 'vectors' },
  { rows: 4, columns: 4, step: 4, lanes, broadcast: 'vectors' },
  { rows: 4, columns: 4, step: 2, lanes, broadcast: 'vectors' },
];
const sharingValues: readonly Variant[] = [
  { rows: 8, columns: 4, step: 2, lanes: 4, broadcast: 'values' },
  { rows: 8, columns: 2, step: 2, lanes: 4, broadcast: 'values' },
  { rows: 4, columns: 4, step: 2, lanes: 4, broadcast: 'values' },
];

export const work: Work<unknown, MatmulFigures> = async (_, gpu) => {
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('no adapter answers');
  const subgroups = adapter.features.has('subgroups');
  const device = await adapter.requestDevice({ requiredFeatures: subgroups ? ['subgroups'] : [] });
  const { subgroupMinSize: least, subgroupMaxSize: most } = adapter.info;
  const variants = [...plain];
  if (subgroups) variants.push(...sharing(4), ...sharingValues);
  if (subgroups && least === most && (least === 8 || least === 16 || least === 32)) variants.push(...sharing(least));

  const values = (seed: number) =>
    Float32Array.from({ length: side * side }, (_, index) => ((index * 7919 + seed) % 13) - 6);
  const [a, b] = [values(1), values(5)];
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
  const buffers = [a, b, new Float32Array(side * side)].map((content) => {
    const buffer = device.createBuffer({ size: content.byteLength, usage });
    device.queue.writeBuffer(buffer, 0, content);
    return buffer;
  });
  const back = device.createBuffer({ size: 4 * side, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });

  const tried: { name: string; time: () => Promise<number>; shortest: number }[] = [];
  for (const variant of variants) {
    const module = device.createShaderModule({ code: writeShader(variant) });
    const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    const bindGroup = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
    const groups = (side * side) / (variant.rows * variant.columns * 4) / threads;
    const run = async (times: number) => {
      const started = performance.now();
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      for (let time = 0; time < times; time++) pass.dispatchWorkgroups(groups);
      pass.end();
      encoder.copyBufferToBuffer(buffers[2], 4 * side * (side - 1), back, 0, 4 * side);
      device.queue.submit([encoder.finish()]);
      await back.mapAsync(GPUMapMode.READ);
      const row = new Float32Array(back.getMappedRange()).slice();
      back.unmap();
      return { seconds: (performance.now() - started) / 1000, row };
    };
    const { seconds, row } = await run(1);
    if (!isLastRow(row, a, b)) continue;
    // Long enough to hide the cost of a submission.
    const times = Math.max(2, Math.min(200, Math.round(0.15 / seconds)));
    const time = async () => (await run(times)).seconds / times;
    tried.push({ name: nameOf(variant), time, shortest: Number.POSITIVE_INFINITY });
  }
  // Interleaved, so that a slow moment of the machine costs no variant all its repeats.
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const each of tried) each.shortest = Math.min(each.shortest, await each.time());
  }
  device.destroy();
  const figures = Object.fromEntries(tried.map(({ name, shortest }) => [name, (2 * side ** 3) / shortest]));
  return { operationsPerSecond: Math.max(0, ...Object.values(figures)), variants: figures };
};

function nameOf({ rows, columns, step, lanes, broadcast }: Variant): string {
  const sharing = lanes === 1 ? 'nothing shared' : `${broadcast} shared by ${lanes} lanes`;
  return `${rows}x${4 * columns} a thread, ${step} products an iteration, ${sharing}`;
}

const list = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

/** Lanes compute consecutive row tiles of the same columns: each loads a share of b and broadcasts it. */
function writeShader(variant: Variant): string {
  const { rows, columns, step, lanes, broadcast } = variant;
  const fours = side / 4;
  const steps = side / step;
  const tilesDown = side / rows;
  const rowOf = (index: number) => Math.floor(index / columns);
  const multiplyAdd = (i: number, part: number) =>
    `    c${i} += a${rowOf(i)}[${part}] * b${part * columns + (i % columns)};`;
  const b = broadcast === 'values' ? `array<f32, ${side * side}>` : `array<vec4f, ${side * fours}>`;
  return `${lanes > 1 ? 'enable subgroups;' : ''}
@group(0) @binding(0) var<storage, read> a: array<vec${step}f, ${side * steps}>;
@group(0) @binding(1) var<storage, read> b: ${b};
@group(0) @binding(2) var<storage, read_write> c: array<vec4f, ${side * fours}>;
@compute @workgroup_size(${threads})
fn main(@builtin(global_invocation_id) at: vec3u) {
  let tile = at.x;
  let lane = tile % ${lanes}u;
  let row = tile % ${tilesDown}u * ${rows}u;
  let column = tile / ${tilesDown}u * ${columns}u;
${list(rows * columns, (i) => `  var c${i} = vec4f();`)}
  for (var k = 0u; k < ${side}u; k += ${step}u) {
${writeLoads(variant)}
${list(rows, (r) => `    let a${r} = a[(row + ${r}u) * ${steps}u + k / ${step}u];`)}
${list(step, (part) => list(rows * columns, (i) => multiplyAdd(i, part)))}
  }
${list(rows * columns, (i) => `  c[(row + ${rowOf(i)}u) * ${fours}u + column + ${i % columns}u] = c${i};`)}
}`;
}

/** Loads the vectors of b that one iteration multiplies: `b0`, `b1`, ..., row by row. */
function writeLoads({ columns, step, lanes, broadcast }: Variant): string {
  const fours = side / 4;
  const count = step * columns;
  if (lanes === 1) {
    return list(count, (i) => {
      const [row, column] = [Math.floor(i / columns), i % columns];
      return `    let b${i} = b[(k + ${row}u) * ${fours}u + column + ${column}u];`;
    });
  }
  if (broadcast === 'values') {
    return list(count, (i) => {
      const at = `(k + ${Math.floor(i / columns)}u) * ${side}u + (column + ${i % columns}u) * 4u + lane`;
      const parts = [0, 1, 2, 3].map((part) => `quadBroadcast(own${i}, ${part}u)`).join(', ');
      return `    let own${i} = b[${at}]; let b${i} = vec4f(${parts});`;
    });
  }
  const share = Math.ceil(count / lanes);
  const loads = list(share, (i) => {
    const at = `(lane * ${share}u + ${i}u)${count < lanes ? ` % ${count}u` : ''}`;
    const index = `(k + at${i} / ${columns}u) * ${fours}u + column + at${i} % ${columns}u`;
    return `    let at${i} = ${at}; let own${i} = b[${index}];`;
  });
  const broadcasts = list(count, (i) => {
    const from = `own${i % share}, ${Math.floor(i / share)}u`;
    return `    let b${i} = ${lanes === 4 ? 'quadBroadcast' : 'subgroupBroadcast'}(${from});`;
  });
  return `${loads}\n${broadcasts}`;
}

/** Whether `row` is the product's last row; exact, because the operands are small integers. */
function isLastRow(row: Float32Array, a: Float32Array, b: Float32Array): boolean {
  return row.every((value, column) => {
    let sum = 0;
    for (let k = 0; k < side; k++) sum += a[(side - 1) * side + k] * b[k * side + column];
    return value === sum;
  });
}
