// Whole steps and trainings with f16 storage; layers-in-f16.test.ts tests each computation by itself. On an adapter
// without shader-f16 this says so and tests that a job that asks for f16 gets f32.
import { afterAll, describe, expect, test } from 'vitest';
import { createWebGpuExecutor, readProfile } from '../../../../../runtime/backends/webgpu/index.js';
import { buildProgram } from '../../../../../runtime/lowering/index.js';
import { train } from '../../../../../runtime/train/index.js';
import { compile, planProgram, planTraining } from '../../../../support/gpu-planning.js';
import { chain, fc, relu } from '../../../../support/graphs.js';
import { smallInception, smallMobileNet, smallResNet, smallUNet, smallUpscaler } from '../../../../support/networks.js';
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
/** The other networks cover every kind of computation that ResNet has with f16 storage. */
const networks = [...(every ? [smallResNet()] : []), smallUNet(), smallInception(), smallMobileNet(), smallUpscaler()];

describe.skipIf(!has)('a training step with f16 storage', () => {
  test.each(networks)('$name', async (graph) => {
    const program = compile(buildProgram(graph, { batch, optimizer: sgd(0.1, 0.9) }), { f16: true });
    const plan = planProgram(program, readProfile(device!));
    const onGpu = await createWebGpuExecutor(device!, program, plan);
    expect(onGpu.allocatedBytes).toBe(plan.bytes);

    /** The traced values by tensor; at first the initial values of a training. */
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

    let comparedF16 = 0;
    /** Outputs of the current instruction so far: it may read the same tensors. */
    const seen: (readonly [number, Float32Array])[] = [];
    /** The current instruction's outputs, from the device's own inputs: rounding does not propagate. */
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
      const f16 = program.tensors[tensor].type === 'f16';
      expectClose(got, wanted.get(tensor)!, { terms: termsOf(computation), f16, tolerance: 1 });
      if (f16) comparedF16++;
      if (outputs.at(-1) !== tensor) seen.push([tensor, got]);
      else for (const [each, had] of [...seen.splice(0), [tensor, got] as const]) values.set(each, had);
      return false;
    });
    expect(comparedF16).toBeGreaterThan(3);
    const [traced] = values.get(program.metrics)!;

    start();
    expect((await onGpu.step(asked, settings)).lossSum).toBe(traced);
    onGpu.dispose();
  });
});

describe.skipIf(!device)('a job that asks for f16 storage', () => {
  const graph = chain('Deep', [1, 1, 1], [...Array.from({ length: 8 }, () => [fc(8), relu]).flat(), fc(3)]);
  const job = { ...tinyJob, network: 'Deep', batch: 64, epochs: 2, storage: 'f16' } as const;

  test(`reports the storage it gets: ${has ? 'f16' : 'f32'}`, async () => {
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

  test.skipIf(!has)('and repeats the same losses', async () => {
    const losses = async () => {
      const reported: number[] = [];
      const onEvent = (event: { event: string; loss?: number }) =>
        event.loss !== undefined && reported.push(event.loss);
      await train({ backend: backendOn(device!), graph, job, dataSet: tinyData, onEvent });
      return reported;
    };
    const [first, second] = [await losses(), await losses()];
    expect(first.length).toBeGreaterThan(2);
    expect(second).toEqual(first);
  });

  test.skipIf(!has)('reports where a value overflows f16', async () => {
    const { training, failed } = tooLargeForHalves;
    const result = await train({ ...training, backend: backendOn(device!), onEvent: () => {} });
    expect(result).toMatchObject({ event: 'failed', reason: 'not-finite', ...failed });
  });
});
