// A training without enough memory reports the remedies that help, each with its memory: every remedy is tried here.
import { describe, expect, it } from 'vitest';
import { formatBytes, formatMemory, type Graph, type TrainingJob } from '../../../model/index.js';
import { createReferenceExecutor } from '../../../runtime/backends/reference/index.js';
import { unknownGpu } from '../../../runtime/backends/webgpu/adapter-profile.js';
import { FaultError, sentenceOf } from '../../../runtime/faults/index.js';
import { stepDemand } from '../../../runtime/memory/index.js';
import { train, withRemedies } from '../../../runtime/train/index.js';
import { findRemedies, memoryUpTo } from '../../../runtime/train/memory-remedies.js';
import { planTraining, targetOf } from '../../support/gpu-planning.js';
import { bn, chain, fc, relu } from '../../support/graphs.js';
import { testBackend } from './test-backends.js';
import { tinyData, tinyJob } from './tiny.js';

const layers = (normalised: boolean) =>
  Array.from({ length: 24 }, () => [fc(32), ...(normalised ? [bn] : []), relu]).flat();
const deep = chain('Deep', [1, 1, 1], [...layers(false), fc(3)]);
/** Its batch cannot be split. */
const normalised = chain('Normalised', [1, 1, 1], [...layers(true), fc(3)]);
/** Its parameters are nearly all that it takes. */
const heavy = chain('Heavy', [1, 1, 1], [fc(1000), fc(1000), fc(3)]);
const job: TrainingJob = { ...tinyJob, batch: 512 };
const bytesOf = (graph: Graph, changes: Partial<TrainingJob> = {}) =>
  planTraining(graph, { ...job, ...changes }).plan.bytes;

function faultOf(graph: Graph, free?: number, changes: Partial<TrainingJob> = {}) {
  const bytes = bytesOf(graph, changes);
  const what = `a training step of ${graph.name} with batch 512`;
  const error = new FaultError({ kind: 'out-of-memory', what, bytes, detail: '', free });
  const { fault, message } = withRemedies(error, graph, { ...job, ...changes }, targetOf()) as FaultError;
  if (fault.kind !== 'out-of-memory') throw new Error('another fault');
  return { ...fault, bytes, message, remedies: fault.remedies! };
}

describe('a GPU without the memory', () => {
  it('learns the batch that takes half of it at most', () => {
    const { bytes, remedies, message } = faultOf(deep);
    const { images } = remedies.batch!;
    expect(remedies.batch!.bytes).toBe(bytesOf(deep, { batch: images }));
    expect(remedies.batch!.bytes).toBeLessThanOrEqual(bytes / 2);
    expect(bytesOf(deep, { batch: images + 1 })).toBeGreaterThan(bytes / 2);
    const { memory, count } = remedies.microBatches!;
    const planned = planTraining(deep, { ...job, memory });
    expect(planned.program.microBatches).toBe(count);
    expect(planned.plan.bytes).toBe(remedies.microBatches!.bytes);
    expect(planned.plan.bytes).toBeLessThanOrEqual(bytes / 2);
    expect(remedies.checkpointed).toBe(bytesOf(deep, { checkpoint: true }));
    expect(message).toBe(
      `The GPU has too little memory for a training step of Deep with batch 512, ${formatBytes(bytes)}. ` +
        'Close other programs that use the GPU, or train with a smaller batch. WebGPU does not say how much it has; ' +
        `half as much may fit: batch ${images} takes ${formatBytes(remedies.batch!.bytes)}. ` +
        `Or keep the batch: with memory = ${formatMemory(memory)} it is computed in ${count} parts ` +
        `(${formatBytes(remedies.microBatches!.bytes)}); ` +
        `with checkpoint = true it takes ${formatBytes(remedies.checkpointed!)}.`,
    );
  });

  it('learns of f16 storage where its adapter has it and the job does not ask for it', () => {
    const adapter = { ...unknownGpu, f16: true };
    const bytes = planTraining(deep, { ...job, storage: 'f16', adapter }).plan.bytes;
    const bound = memoryUpTo(bytes);
    expect(findRemedies(deep, { ...job, target: targetOf(adapter) }, bound).f16).toBe(bytes);
    expect(findRemedies(deep, { ...job, target: targetOf() }, bound)).not.toHaveProperty('f16');
    expect(findRemedies(deep, { ...job, storage: 'f16', target: targetOf(adapter) }, bound)).not.toHaveProperty('f16');
    expect(findRemedies(deep, { ...job, target: targetOf(adapter) }, memoryUpTo(bytes - 1))).not.toHaveProperty('f16');
    const remedies = { batch: { images: 1, bytes: 1024 }, f16: 2048 };
    const tensor = { tensor: 't', role: 'activation', bytes: 4096, shrinks: true } as const;
    const fault = { kind: 'over-limit', network: 'N', batch: 2, ...tensor, limit: 3000, remedies } as const;
    expect(sentenceOf(fault)).toContain('Or keep the batch: with storage = f16 it takes 2 KiB.');
    const none = { batch: { images: 0, bytes: 0 }, f16: 2048 };
    expect(sentenceOf({ ...fault, remedies: none })).toMatch(
      /at most\. Not even one image fits as it is: with storage = f16 it takes 2 KiB\.$/,
    );
  });

  it('is offered nothing that does not help', () => {
    expect(faultOf(normalised).remedies.microBatches).toBeUndefined();
    expect(faultOf(normalised).message).not.toContain('memory =');
    expect(faultOf(deep, undefined, { checkpoint: true }).remedies.checkpointed).toBeUndefined();
    const { remedies, message } = faultOf(heavy);
    expect(remedies).toEqual({ batch: { images: 0, bytes: 0 } });
    expect(message).toMatch(/No smaller batch takes half as much: make the network or its input smaller\.$/);
  });
});

describe('a machine that says how much is free', () => {
  it('is offered what fits', () => {
    const free = Math.floor(0.9 * bytesOf(deep));
    const { remedies, message } = faultOf(deep, free);
    expect(remedies.batch!.bytes).toBeGreaterThan(0.8 * free);
    expect(remedies.batch!.bytes).toBeLessThanOrEqual(free);
    expect(message).toMatch(
      /^This machine has too little memory for .* \wiB: [\d.]+ \wiB are free\. The largest batch/,
    );
    expect(faultOf(heavy, 1000).message).toMatch(/Not even one image fits: make the network or its input smaller\.$/);
  });
});

it('an error of another kind is left as it is', () => {
  const closed = new FaultError({ kind: 'closed', network: 'Deep' });
  expect(withRemedies(closed, deep, job, targetOf())).toBe(closed);
  const other = new Error('no file');
  expect(withRemedies(other, deep, job, targetOf())).toBe(other);
});

it("a job's own memory, too small for a batch that cannot be split, is answered with the batch that fits", async () => {
  const memory = Math.floor(bytesOf(normalised) / 3);
  const last = await train({
    graph: normalised,
    job: { ...job, memory },
    dataSet: tinyData,
    backend: testBackend({ createExecutor: () => Promise.reject(new Error('nothing is to be allocated')) }),
    onEvent: () => {},
  });
  expect(last).toMatchObject({ event: 'failed', reason: 'over-budget' });
  const [, images] = /The largest batch that fits is (\d+) \(/.exec((last as { message: string }).message)!;
  expect(bytesOf(normalised, { batch: Number(images) })).toBeLessThanOrEqual(memory);
  expect(bytesOf(normalised, { batch: Number(images) + 1 })).toBeGreaterThan(memory);
});

it('memory that runs out in a step is answered with what would help', async () => {
  const bytes = bytesOf(deep);
  const last = await train({
    graph: deep,
    job,
    dataSet: tinyData,
    backend: testBackend({
      createExecutor: (program, plan) => ({
        ...createReferenceExecutor(program, plan),
        step: () => Promise.reject(new FaultError({ kind: 'out-of-memory', ...stepDemand(program, plan), detail: '' })),
      }),
    }),
    onEvent: () => {},
  });
  expect(last).toMatchObject({ event: 'failed', reason: 'out-of-memory' });
  expect((last as { message: string }).message).toMatch(
    new RegExp(
      `^The GPU has too little memory for a training step of Deep with batch 512, ${formatBytes(bytes)}\\.` +
        '.* batch \\d+ takes',
    ),
  );
});
