// Training with activations in halves, on an adapter that has them: whole steps and trainings, where
// layers-in-halves.test.ts has each computation by itself. Where the adapter has none this says so, and tests what a
// job that asks for them gets instead.
import { afterAll, describe, expect, test } from 'vitest';
import { createWebGpuExecutor, readProfile } from '../../../../../runtime/backends/webgpu/index.js';
import { buildProgram } from '../../../../../runtime/lowering/index.js';
import { train } from '../../../../../runtime/train/index.js';
import { compile, planProgram, planTraining } from '../../../../support/gpu-planning.js';
import { chain, fc, relu } from '../../../../support/graphs.js';
import { smallInception, smallMobileNet, smallResNet, smallUNet } from '../../../../support/networks.js';
import { sgd } from '../../../../support/optimizers.js';
import { tooLargeForHalves } from '../../../train/runaways.js';
import { tinyData, tinyJob } from '../../../train/tiny.js';
import { computeInFloat64, expectClose } from '../../conformance/support/compare.js';
import { termsOf } from '../../conformance/support/terms.js';
import { drawn, size } from '../../reference/arrays.js';
import { backendOn } from './support/backend-on.js';
import { halvesDevice } from './support/f16-device.js';
import type { Values } from './support/run-computation.js';

const { device, has, every } = await halvesDevice();
afterAll(() => device?.destroy());

const batch = 3;
/** ResNet has no kind of computation on halves that no other has. */
const networks = [...(every ? [smallResNet()] : []), smallUNet(), smallInception(), smallMobileNet()];

describe.skipIf(!has)('a training step in halves', () => {
  test.each(networks)('$name', async (graph) => {
    const program = compile(buildProgram(graph, { batch, optimizer: sgd(0.1, 0.9) }), { f16: true });
    const plan = planProgram(program, readProfile(device!));
    const onGpu = await createWebGpuExecutor(device!, program, plan);
    expect(onGpu.allocatedBytes).toBe(plan.bytes);

    /** By tensor: what lies there, as far as it is known; first what a training begins with. */
    const values = new Map<number, Values>();
    const begin = (tensor: number, seed: number, fill?: number) => {
      const length = size(program.tensors[tensor].shape);
      const drawnOrFilled =
        fill === undefined ? Float32Array.from(drawn(length, seed)) : new Float32Array(length).fill(fill);
      values.set(tensor, drawnOrFilled);
      onGpu.write(tensor, drawnOrFilled);
    };
    const start = () => {
      program.parameters.forEach(({ tensor, states }, seed) => {
        begin(tensor, seed + 2);
        for (const state of states) begin(state, 0, 0);
      });
      for (const { tensor, initial } of program.statistics) begin(tensor, 0, initial);
    };
    start();
    const images = Float32Array.from(drawn(size(program.tensors[program.images].shape), 1));
    const asked = { images, labels: Uint32Array.of(0, 2, 1) };
    values.set(program.images, images).set(program.labels, asked.labels);
    const settings = { learningRate: 0.1, step: 0, seed: 5 };

    let halves = 0;
    /** What the instruction at hand has written so far: it may read the same tensors. */
    const seen: (readonly [number, Float32Array])[] = [];
    /**
     * Of the instruction at hand, from what the device itself has computed before it: a rounding goes on to no other.
     */
    let wanted = new Map<number, Float64Array>();
    await onGpu.trace(asked, settings, (tensor, got, instruction) => {
      const { computation, inputs, outputs } = instruction;
      if (tensor === outputs[0]) {
        const read = inputs.map((input) => values.get(input)!);
        const forms = outputs.map((output) => {
          const place = inputs.indexOf(output);
          return place === -1 ? size(program.tensors[output].shape) : { inPlace: place };
        });
        const results = computeInFloat64(computation, read, forms, { ...settings, firstImage: 0 });
        wanted = new Map(outputs.map((output, index) => [output, results[index]]));
      }
      const inHalves = program.tensors[tensor].type === 'f16';
      expectClose(got, wanted.get(tensor)!, { terms: termsOf(computation), f16: inHalves, tolerance: 1 });
      if (inHalves) halves++;
      if (outputs.at(-1) !== tensor) seen.push([tensor, got]);
      else for (const [each, had] of [...seen.splice(0), [tensor, got] as const]) values.set(each, had);
      return false;
    });
    expect(halves).toBeGreaterThan(3);
    const [traced] = values.get(program.metrics)!;

    start();
    expect((await onGpu.step(asked, settings)).lossSum).toBe(traced);
    onGpu.dispose();
  });
});

describe.skipIf(!device)('a job that asks for halves', () => {
  const graph = chain('Deep', [1, 1, 1], [...Array.from({ length: 8 }, () => [fc(8), relu]).flat(), fc(3)]);
  const job = { ...tinyJob, network: 'Deep', batch: 64, epochs: 2, storage: 'f16' } as const;

  test(`is told what it gets: ${has ? 'f16' : 'f32'}`, async () => {
    const starts: unknown[] = [];
    const result = await train({
      backend: backendOn(device!),
      graph,
      job,
      dataSet: tinyData,
      onEvent: (event) => event.event === 'start' && starts.push(event),
    });
    const { plan } = planTraining(graph, { ...job, adapter: readProfile(device!) });
    expect(result.event).toBe('done');
    expect(starts).toMatchObject([{ storage: has ? 'f16' : 'f32', bytes: plan.bytes }]);
  });

  test.skipIf(!has)('and has the same losses again', async () => {
    const losses = async () => {
      const told: number[] = [];
      const onEvent = (event: { event: string; loss?: number }) => event.loss !== undefined && told.push(event.loss);
      await train({ backend: backendOn(device!), graph, job, dataSet: tinyData, onEvent });
      return told;
    };
    const [first, second] = [await losses(), await losses()];
    expect(first.length).toBeGreaterThan(2);
    expect(second).toEqual(first);
  });

  test.skipIf(!has)('is told where a number is too large for it', async () => {
    const { training, failed } = tooLargeForHalves;
    const result = await train({ ...training, backend: backendOn(device!), onEvent: () => {} });
    expect(result).toMatchObject({ event: 'failed', reason: 'not-finite', ...failed });
  });
});
