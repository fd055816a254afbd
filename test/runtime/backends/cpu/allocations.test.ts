// The predicted memory for the CPU equals what its executor allocates, for every example. A patched ArrayBuffer counts;
// no step runs, so that the operating system maps no pages of the large buffers.
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCnn } from '../../../../language/index.js';
import { allocateArrayBuffers, createCpuExecutor } from '../../../../runtime/backends/cpu/index.js';
import { createReferenceExecutor, referenceTarget } from '../../../../runtime/backends/reference/index.js';
import { memoryOf, planTraining } from '../../../../runtime/memory/index.js';
import { sgd } from '../../../support/optimizers.js';

const folder = new URL('../../../../examples/', import.meta.url);
const networks = readdirSync(folder)
  .filter((file) => file.endsWith('.cnn'))
  .flatMap((file) => parseCnn(readFileSync(new URL(file, folder), 'utf8'), file).networks);

/** More than a small machine lends to one process. */
const mostBytes = 3 * 2 ** 30;

let allocated = 0;
const { ArrayBuffer: Original } = globalThis;

beforeAll(() => {
  globalThis.ArrayBuffer = class extends Original {
    constructor(bytes: number) {
      super(bytes);
      allocated += bytes;
    }
  } as ArrayBufferConstructor;
});
afterAll(() => {
  globalThis.ArrayBuffer = Original;
});

const rows = networks.map(({ name, graph }) => ({ name, graph }));
const options = { batch: 2, optimizer: sgd(0.1, 0.9), target: referenceTarget };

test('there are examples', () => {
  expect(rows.length).toBeGreaterThan(25);
});

describe('the CPU allocates what was planned for it', () => {
  test.each(rows)(
    '$name',
    ({ graph }) => {
      const { program, plan } = planTraining(graph, options);
      expect(plan.bytes).toBe(memoryOf(graph, options).training);
      expect(plan.ownBuffers).toEqual([]);
      if (plan.bytes > mostBytes) return;
      allocated = 0;
      const executor = createReferenceExecutor(program, plan);
      expect(allocated).toBe(plan.bytes);
      expect(executor.allocatedBytes).toBe(plan.bytes);
      executor.dispose();
    },
    120_000,
  );
});

test('a backend may lay all buffers out in one memory, and binds each instruction once', async () => {
  const graph = networks.find(({ name }) => name === 'LeNet5')?.graph;
  if (!graph) throw new Error('examples/lenet5.cnn declares LeNet5');
  const { program, plan } = planTraining(graph, options);
  let bound = 0;
  let ran = 0;
  const executor = createCpuExecutor(program, plan, {
    backend: 'reference',
    description: 'counts its instructions',
    Floats: Float32Array,
    allocate(sizes) {
      const memory = new ArrayBuffer(sizes.reduce((sum, size) => sum + size, 0));
      let end = 0;
      return sizes.map((size) => {
        end += size;
        return { memory, offset: end - size };
      });
    },
    bind() {
      bound++;
      return () => {
        ran++;
        return undefined;
      };
    },
  });
  expect(executor.allocatedBytes).toBe(plan.bytes);
  expect(bound).toBe(program.step.length + program.evaluation.length);
  const { tensor } = program.parameters[0];
  const values = (await executor.read(tensor)).fill(3);
  executor.write(tensor, values);
  expect(await executor.read(tensor)).toEqual(values);
  const others = program.parameters.slice(1);
  for (const { tensor } of others) expect(new Set(await executor.read(tensor))).toEqual(new Set([0]));
  const images = await executor.read(program.images);
  await executor.step({ images, labels: new Uint32Array(2) }, { learningRate: 0, step: 0, seed: 0 });
  expect(ran).toBe(program.step.length);
  expect(allocateArrayBuffers([4, 8]).map(({ memory }) => memory.byteLength)).toEqual([4, 8]);
});
