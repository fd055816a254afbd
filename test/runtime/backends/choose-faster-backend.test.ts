// Where an adapter computes in software, the quicker of it and the CPU trains; where it cannot, the CPU does.
import { expect, it } from 'vitest';
import type { Backend } from '../../../runtime/backends/backend.js';
import { chooseFasterBackend } from '../../../runtime/backends/choose-faster-backend.js';
import { referenceTarget } from '../../../runtime/backends/reference/index.js';
import { type Fault, FaultError } from '../../../runtime/faults/index.js';
import { planTraining, targetOf } from '../../support/gpu-planning.js';
import { chain, fc, relu } from '../../support/graphs.js';
import { recordingExecutor } from '../train/recording-executor.js';
import { tinyJob } from '../train/tiny.js';

const { program, plan } = planTraining(chain('Chosen', [1, 1, 1], [fc(8), relu, fc(3)]), tinyJob);
const onCpu = (createExecutor: Backend['createExecutor']): Backend => ({ target: referenceTarget, createExecutor });
const onWebGpu = (createExecutor: Backend['createExecutor']): Backend => ({ target: targetOf(), createExecutor });
const zero = { lossSum: 0, correct: 0 };
const slow = () => new Promise<typeof zero>((resolve) => setTimeout(() => resolve(zero), 30));

async function choose(times: { cpu: typeof slow | (() => typeof zero); webGpu: typeof slow | (() => typeof zero) }) {
  const [cpu, webGpu] = [recordingExecutor(program, times.cpu), recordingExecutor(program, times.webGpu)];
  const said: string[] = [];
  const backend = chooseFasterBackend({
    cpu: onCpu(async () => cpu.executor),
    webGpu: onWebGpu(async () => webGpu.executor),
    description: 'a raster (in software)',
    onChoice: (sentence) => said.push(sentence),
  });
  const chosen = await backend.createExecutor(program, plan);
  return { isCpu: chosen === cpu.executor, said, disposals: [cpu.recording.disposals, webGpu.recording.disposals] };
}

it('says which it is, with the times of both, and disposes of the other', async () => {
  const webGpu = await choose({ cpu: slow, webGpu: () => zero });
  expect(webGpu).toMatchObject({ isCpu: false, disposals: [1, 0] });
  expect(webGpu.said).toEqual([
    expect.stringMatching(
      new RegExp(
        '^Training on WebGPU: the adapter is a raster \\(in software\\); a step takes \\d+ ms there and \\d\\d+ ms ' +
          'on the CPU\\.$',
      ),
    ),
  ]);
  const cpu = await choose({ cpu: () => zero, webGpu: slow });
  expect(cpu).toMatchObject({ isCpu: true, disposals: [0, 1] });
  expect(cpu.said[0]).toMatch(/^Training on the CPU: the adapter is /);
});

const overLimit: Fault = {
  kind: 'over-limit',
  network: 'Chosen',
  batch: 4,
  tensor: 'fc.1/weights',
  role: 'parameter',
  shrinks: false,
  bytes: 2 ** 28,
  limit: 2 ** 27,
};

it('is the CPU where the adapter cannot hold the network, and says why', async () => {
  const said: string[] = [];
  const { executor } = recordingExecutor(program);
  const failing = (fault: Fault) =>
    chooseFasterBackend({
      cpu: onCpu(async () => executor),
      webGpu: onWebGpu(() => Promise.reject(new FaultError(fault))),
      description: 'a raster (in software)',
      onChoice: (sentence) => said.push(sentence),
    }).createExecutor(program, plan);
  expect(await failing(overLimit)).toBe(executor);
  expect(said).toEqual([
    expect.stringMatching(
      /^Training on the CPU\. Chosen with batch 4 needs a buffer of 256 MiB \(fc\.1\/weights\), but /,
    ),
  ]);
  await expect(failing({ kind: 'device-lost', destroyed: false, detail: '' })).rejects.toThrow('The GPU was lost');
});
