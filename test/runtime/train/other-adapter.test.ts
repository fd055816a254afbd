// A training whose device is lost and replaced by another adapter's: memory, micro-batches and kernels are planned
// again, and the training continues from its snapshot.
import { expect, it } from 'vitest';
import { createReferenceExecutor } from '../../../runtime/backends/reference/index.js';
import { type AdapterProfile, unknownGpu } from '../../../runtime/backends/webgpu/adapter-profile.js';
import type { WebGpuTarget } from '../../../runtime/backends/webgpu/target.js';
import { FaultError } from '../../../runtime/faults/index.js';
import type { Program } from '../../../runtime/ir/index.js';
import type { Plan } from '../../../runtime/memory/index.js';
import { type TrainingEvent, train } from '../../../runtime/train/index.js';
import { drawnData } from '../../support/drawn-data.js';
import { planTraining } from '../../support/gpu-planning.js';
import { chain, conv, fc, relu } from '../../support/graphs.js';
import { losing } from './losing.js';
import { testBackend } from './test-backends.js';
import { tinyJob } from './tiny.js';

const software: AdapterProfile = { vendor: 'google', architecture: 'swiftshader', software: true, subgroupSize: 4 };
/** Its second convolution needs workspace if it is a Winograd convolution. */
const graph = chain('Moved', [8, 8, 16], [conv(16, 3, 1), relu, conv(16, 3, 1), relu, fc(3)]);

const dataSet = drawnData({ height: 8, width: 8, channels: 16 }, 32, 4);
const optimizer = { kind: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0 } as const;
const usual = { ...tinyJob, network: 'Moved', optimizer, batch: 16, epochs: 4 };
/** As much as the first adapter wants for the whole batch. */
const job = { ...usual, memory: planTraining(graph, { ...usual, adapter: unknownGpu }).plan.bytes };

async function run(first: AdapterProfile, second: AdapterProfile | undefined) {
  const plans: { readonly parts: number; readonly bytes: number; readonly adapter: AdapterProfile }[] = [];
  const events: TrainingEvent[] = [];
  const backend = (adapter: AdapterProfile, steps: number) => ({
    adapter,
    createExecutor(program: Program, plan: Plan) {
      plans.push({ parts: program.microBatches, bytes: plan.bytes, adapter: (plan.target as WebGpuTarget).adapter });
      let calls = 0;
      const executor = createReferenceExecutor(program, plan, { precision: 'float64' });
      return losing(executor, (made) => made === 'step' && ++calls > steps);
    },
  });
  const result = await train({
    graph,
    job,
    dataSet,
    backend: testBackend({
      ...backend(first, second ? 3 : Number.POSITIVE_INFINITY),
      recreate: async () => {
        if (!second) throw new FaultError({ kind: 'no-device', reason: 'there is none.' });
        return backend(second, Number.POSITIVE_INFINITY);
      },
    }),
    snapshotEvery: 1,
    onEvent: (event) => events.push(event),
  });
  const losses = events.flatMap((event) => (event.event === 'step' ? [event.loss] : []));
  return { plans, losses, result };
}

it('is planned again for it, micro-batches and all, and learns the same but for rounding', async () => {
  const whole = await run(unknownGpu, undefined);
  const moved = await run(unknownGpu, software);
  expect(moved.result).toMatchObject({ event: 'done' });
  const [before, after] = moved.plans;
  expect(before).toMatchObject({ parts: 1, adapter: unknownGpu });
  const wanted = planTraining(graph, { ...job, adapter: software });
  expect(after).toEqual({ parts: wanted.program.microBatches, bytes: wanted.plan.bytes, adapter: software });
  expect(after.parts).toBeGreaterThan(1);
  expect(after.bytes).toBeLessThanOrEqual(job.memory);
  expect(moved.losses).toHaveLength(8);
  moved.losses.forEach((loss, step) => {
    expect(loss).toBeCloseTo(whole.losses[step], 6);
  });
});

it('does not take over what was measured of the first', async () => {
  const measured = { ...unknownGpu, choices: { '{"kind":"fc"}': 'registers' } };
  const other = { ...software, choices: { '{"kind":"fc"}': 'blocks-32x32' } };
  expect((await run(measured, other)).plans.map(({ adapter }) => adapter)).toEqual([measured, other]);
  const again = await run(measured, unknownGpu);
  expect(again.plans.map(({ adapter }) => adapter)).toEqual([measured, measured]);
});
