// The predicted memory equals the bytes of all buffers that an executor creates, for every example at full size. The
// stub device allocates nothing, so that VGG-19 costs no more than LeNet-5; on-gpu/examples.test.ts checks the same on
// a real device with smaller inputs.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseCnn } from '../../../../../language/index.js';
import { type AdapterProfile, unknownGpu } from '../../../../../runtime/backends/webgpu/adapter-profile.js';
import { createWebGpuExecutor } from '../../../../../runtime/backends/webgpu/index.js';
import type { Program } from '../../../../../runtime/ir/index.js';
import type { Plan } from '../../../../../runtime/memory/index.js';
import { checkpointedBytes, f16Bytes, memoryOf, planProgram, planTraining } from '../../../../support/gpu-planning.js';
import { sgd } from '../../../../support/optimizers.js';
import { countingDevice, emptyDevice } from './counting-device.js';

// WebGPU's own numbers; where there is a device they are there already.
Object.assign(globalThis, {
  GPUBufferUsage: { MAP_READ: 1, COPY_SRC: 4, COPY_DST: 8, UNIFORM: 64, STORAGE: 128 },
});

const folder = new URL('../../../../../examples/', import.meta.url);
const networks = readdirSync(folder)
  .filter((file) => file.endsWith('.cnn'))
  .flatMap((file) => parseCnn(readFileSync(new URL(file, folder), 'utf8'), file).networks);

const software: AdapterProfile = { vendor: 'google', architecture: 'swiftshader', software: true, subgroupSize: 4 };

const llvmpipe: AdapterProfile = {
  vendor: 'mesa',
  architecture: 'software',
  software: true,
  subgroupSize: 8,
  winograd: 0,
};

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

async function allocated(program: Program, plan: Plan): Promise<number> {
  const { device, made, destroyed } = countingDevice(emptyDevice());
  const executor = await createWebGpuExecutor(device, program, plan);
  const bytes = sum(made);
  expect(executor.allocatedBytes).toBe(bytes);
  executor.dispose();
  expect(sum(destroyed)).toBe(bytes);
  return bytes;
}

test('there are examples', () => {
  expect(networks.length).toBeGreaterThan(25);
});

const rows = networks.map(({ name, graph }) => ({ name, graph }));
/** Writing its six thousand kernels is most of what all examples take: once is enough. */
const rowsButOne = rows.filter(({ name }) => name !== 'PreResNet1001');

describe.each([
  { of: 'an unknown adapter', adapter: unknownGpu, batch: 32, rows },
  { of: 'a software adapter', adapter: { ...software, f16: true }, batch: 1, rows: rowsButOne },
  { of: 'one that compiles slowly', adapter: llvmpipe, batch: 2, rows: rowsButOne },
])('for $of and batch $batch', ({ adapter, batch, rows }) => {
  test.each(rows)(
    '$name',
    async ({ graph }) => {
      const options = { batch, optimizer: sgd(0.1, 0.9), adapter };
      const plain = planTraining(graph, options);
      expect(await allocated(plain.program, plain.plan)).toBe(memoryOf(graph, options).training);

      const checkpointed = planTraining(graph, { ...options, checkpoint: true });
      expect(await allocated(checkpointed.program, checkpointed.plan)).toBe(checkpointedBytes(graph, options));

      const halved = planTraining(graph, { ...options, storage: 'f16' });
      if (adapter.f16) expect(halved.plan.bytes).toBe(f16Bytes(graph, options));
      expect(await allocated(halved.program, halved.plan)).toBe(
        memoryOf(graph, { ...options, storage: 'f16' }).training,
      );
      if (!adapter.f16) expect(halved.plan.bytes).toBe(plain.plan.bytes);
      // A lone activation shares its buffer with its gradient, but not with f16 storage.
      else if (graph.layers.length > 4) expect(halved.plan.bytes).toBeLessThan(plain.plan.bytes);

      const evaluation = { ...plain.program, step: plain.program.evaluation };
      const plan = planProgram(evaluation, adapter);
      expect(await allocated(evaluation, plan)).toBe(plan.bytes);
      // A thousand layers are read by a core that has other work as well.
    },
    120_000,
  );
});
