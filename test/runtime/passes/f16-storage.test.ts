// Which tensors are stored as f16, and the effect on kernels and on a training step.
import { describe, expect, test } from 'vitest';
import type { Graph } from '../../../model/index.js';
import { createReferenceExecutor } from '../../../runtime/backends/reference/index.js';
import { unknownGpu } from '../../../runtime/backends/webgpu/adapter-profile.js';
import { kernelsOf } from '../../../runtime/backends/webgpu/kernels/index.js';
import type { Program } from '../../../runtime/ir/index.js';
import { isLoss } from '../../../runtime/ir/index.js';
import { buildProgram } from '../../../runtime/lowering/index.js';
import { lenet5 } from '../../support/golden.js';
import { compile, planProgram, planTraining } from '../../support/gpu-planning.js';
import { bn, chain, conv, fc, graphBuilder, maxpool2, relu } from '../../support/graphs.js';
import { smallInception, smallMobileNet, smallResNet, smallUNet, smallUpscaler } from '../../support/networks.js';
import { sgd } from '../../support/optimizers.js';
import { drawn, size } from '../backends/reference/arrays.js';

const options = { batch: 3, optimizer: sgd(0.1, 0.9) };
const networks = [lenet5, smallResNet(), smallUNet(), smallInception(), smallMobileNet(), smallUpscaler()];
const halved = (graph: Graph, more = {}) => compile(buildProgram(graph, options), { f16: true, ...more });
const namesOf = ({ tensors }: Program) => tensors.filter(({ type }) => type === 'f16').map(({ name }) => name);

describe.each(networks)('$name', (graph) => {
  const [whole, program] = [compile(buildProgram(graph, options)), halved(graph)];

  test('stores only activations as f16, but no statistics, scores or images', () => {
    const stored = program.tensors.filter(({ type }) => type === 'f16');
    expect(stored.length).toBeGreaterThan(3);
    expect(new Set(stored.map(({ role }) => role))).toEqual(new Set(['activation']));
    const scores = [...program.step, ...program.evaluation].filter(isLoss).map(({ inputs }) => inputs[0]);
    for (const tensor of [...scores, program.logits]) expect(program.tensors[tensor].type).toBe('f32');
    expect(namesOf(program).filter((name) => /mean|variance/.test(name))).toEqual([]);
    expect(program.storage).toBe('f16');
    expect(whole.storage).toBe('f32');
  });

  test('the output of max pooling is f16 only if its input is', () => {
    for (const { computation, inputs, outputs } of program.step) {
      if (computation.kind !== 'maxpool' || program.tensors[outputs[0]].type !== 'f16') continue;
      expect(program.tensors[inputs[0]].type).toBe('f16');
    }
  });

  test('an output computed in place has the type of the tensor it overwrites', () => {
    for (const { inPlace, inputs, outputs } of [...program.step, ...program.evaluation]) {
      if (inPlace === undefined) continue;
      expect(program.tensors[inputs[inPlace]].type).toBe(program.tensors[outputs[0]].type);
    }
  });

  test('takes less memory', () => {
    const bytes = (f16: boolean) => planProgram(compile(buildProgram(graph, { ...options, batch: 64 }), { f16 })).bytes;
    expect(bytes(true)).toBeLessThan(0.95 * bytes(false));
  });

  test('checkpointing changes no bit', async () => {
    expect(await gradientsOf(halved(graph, { checkpoint: true }))).toEqual(await gradientsOf(program));
  });

  test('a step is close to the one in f32, but not equal', async () => {
    const [wanted, got] = [await gradientsOf(whole), await gradientsOf(program)];
    const distances = wanted.map((values, index) => {
      const square = (of: (value: number, place: number) => number) =>
        Math.sqrt(values.reduce((sum, value, place) => sum + of(value, place) ** 2, 0));
      // Some gradients are 0 up to rounding, such as those of a bias before bn.
      const [apart, length] = [square((value, place) => value - got[index][place]), square((value) => value)];
      return length > 1e-6 ? apart / length : 0;
    });
    expect(Math.max(...distances)).toBeGreaterThan(1e-6);
    // f16 keeps three digits; a maximum or ReLU that rounding decides the other way redirects a gradient.
    expect(distances[0]).toBeLessThan(0.01);
    expect(Math.max(...distances)).toBeLessThan(0.5);
  });
});

/** Loss and gradients of a step from random weights, in float64 with f16 storage. */
async function gradientsOf(program: Program): Promise<Float64Array[]> {
  const executor = createReferenceExecutor(program, planProgram(program), { precision: 'float64' });
  const shapeOf = (tensor: number) => program.tensors[tensor].shape;
  program.parameters.forEach(({ tensor, states }, seed) => {
    executor.write(
      tensor,
      drawn(size(shapeOf(tensor)), seed + 2).map((value) => value / 2),
    );
    for (const state of states) executor.write(state, new Float64Array(size(shapeOf(state))));
  });
  const given = { images: drawn(size(shapeOf(program.images)), 1), labels: Uint32Array.of(0, 1, 1) };
  const { lossSum } = await executor.step(given, { learningRate: 0.1, step: 0, seed: 5 });
  const gradients = program.parameters.flatMap(({ gradient }) => gradient ?? []);
  return [Float64Array.of(lossSum), ...(await Promise.all(gradients.map((tensor) => executor.values(tensor))))];
}

test('a sum of many terms and its terms stay f32', () => {
  const rectified = (branches: number) => namesOf(halved(joined(branches))).filter((name) => name.startsWith('relu'));
  expect(rectified(7)).toHaveLength(7);
  expect(rectified(8)).toEqual([]);
});

/** Its memory is mostly activations. */
const deep = chain('Deep', [16, 16, 8], Array.from({ length: 32 }, () => [conv(8, 3, 1), relu]).flat());

test('storage is f16 if the job asks for it and the adapter supports it', () => {
  const planned = (storage: 'f32' | 'f16', f16?: boolean) =>
    planTraining(deep, { ...options, batch: 32, storage, adapter: { ...unknownGpu, f16 } });
  expect(planned('f16', true).program.storage).toBe('f16');
  for (const other of [planned('f16'), planned('f32', true), planned('f16', false)]) {
    expect(other.program.storage).toBe('f32');
    expect(other.plan.bytes).toBe(planned('f32').plan.bytes);
  }
  expect(planned('f16', true).plan.bytes).toBeLessThan(0.65 * planned('f32').plan.bytes);
});

describe('the shader source of a kernel', () => {
  const pool = halved(chain('Pooled', [4, 4, 3], [conv(8, 3, 1), bn, maxpool2, fc(3)]));
  const textOf = (kind: string) => {
    const instruction = pool.step.find(({ computation }) => computation.kind === kind)!;
    return kernelsOf(instruction, unknownGpu, { typeOf: (tensor) => pool.tensors[tensor].type })[0].code;
  };

  test('declares, widens and rounds f16 buffers, and no others', () => {
    const text = textOf('maxpool-gradient');
    expect(text).toMatch(/^enable f16;/);
    expect(text).toMatch(/var<storage, read> x: array<vec4<f16>, \d+>;/);
    expect(text).toMatch(/var<storage, read> dy: array<vec4f, \d+>;/);
    expect(text).toMatch(/vec4f\(x\[/);
    expect(text).not.toMatch(/vec4f\(dy\[/);
    expect(textOf('maxpool')).toMatch(/y\[i\] = vec4<f16>\(.*\);/);
    expect(textOf('fc')).toMatch(/(vec4f|f32)\(source\[/);
  });

  test('is unchanged if no tensor is f16', () => {
    const update = pool.step.find(({ computation }) => computation.kind === 'sgd')!;
    expect(kernelsOf(update, unknownGpu, { typeOf: (tensor) => pool.tensors[tensor].type })).toEqual(
      kernelsOf(update, unknownGpu),
    );
  });

  test('is refused where a buffer needs 4 bytes a value', () => {
    const sum = { computation: { kind: 'accumulate', size: 8 }, inputs: [0, 1], outputs: [0] } as const;
    expect(() => kernelsOf(sum, unknownGpu, { typeOf: () => 'f16' })).toThrow('cannot be stored as f16');
  });
});

/** A sum of branches, each a convolution and a ReLU. */
function joined(branches: number): Graph {
  const builder = graphBuilder('Joined');
  const image = builder.input(4, 4, 2);
  const ends = Array.from({ length: branches }, () => builder.layer(relu, builder.layer(conv(2, 3, 1), image)));
  return builder.graph(builder.layer(fc(3), builder.layer({ kind: 'add' }, ...ends)));
}
