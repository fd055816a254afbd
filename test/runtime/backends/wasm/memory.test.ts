// Memory of the WebAssembly backend: as planned, and a fault with remedies where there is not enough.
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { parseCnn } from '../../../../language/index.js';
import { pageBytes } from '../../../../runtime/backends/wasm/emitter/index.js';
import { layOutProgram } from '../../../../runtime/backends/wasm/layout.js';
import { FaultError } from '../../../../runtime/faults/index.js';
import { memoryOf, planProgram, planTraining } from '../../../../runtime/memory/index.js';
import { withRemedies } from '../../../../runtime/train/index.js';
import { sgd } from '../../../support/optimizers.js';
import { tinyJob } from '../../train/tiny.js';
import { backendOf, batchOf, createTraining, trainings } from './support/training.js';

const { target } = backendOf({ threads: 2 });
const optimizer = sgd(0.1, 0.9);

const example = (file: string) =>
  parseCnn(readFileSync(new URL(`../../../../examples/${file}.cnn`, import.meta.url), 'utf8'), file).networks[0].graph;

const stubWebAssembly = (changes: object) =>
  void vi.stubGlobal('WebAssembly', Object.assign(Object.create(WebAssembly), changes));
afterEach(() => void vi.unstubAllGlobals());

describe('the memory is the plan', () => {
  test.each(['lenet5', 'resnet20', 'mobilenet'])('of %s, but for what aligns its buffers', (file) => {
    const options = { batch: 4, optimizer, target };
    const { program, plan } = planTraining(example(file), options);
    expect(plan.bytes).toBe(memoryOf(example(file), options).training);
    const { buffers, tensors, pages } = layOutProgram(program, plan, target.threads);
    const mostAlignment = 64 * (plan.buffers.length + 1) + pageBytes;
    expect(pages * pageBytes).toBeGreaterThanOrEqual(plan.bytes);
    expect(pages * pageBytes).toBeLessThanOrEqual(plan.bytes + mostAlignment);
    const inOrder = buffers.map((address, index) => ({ address, end: address + plan.buffers[index].bytes }));
    inOrder.sort((a, b) => a.address - b.address);
    for (const [index, { end }] of inOrder.slice(0, -1).entries()) {
      expect(end).toBeLessThanOrEqual(inOrder[index + 1].address);
    }
    expect(program.tensors.every(({ id }) => plan.tensorBuffer[id] === -1 || buffers.includes(tensors[id]))).toBe(true);
  });

  test('and the executor says so', async () => {
    const executor = await createTraining(trainings['LeNet-5'], backendOf({ threads: 2 }));
    await executor.step(batchOf(executor, 0), { learningRate: 0.1, step: 0, seed: 1 });
    expect(executor.allocatedBytes).toBe(planProgram(executor.program, target).bytes);
    executor.dispose();
  });
});

/** The rejection for a network with this batch. */
async function refusal(batch: number, options: Parameters<typeof backendOf>[0]): Promise<FaultError> {
  const graph = parseCnn('input(224x224x3) -> conv(64) -> relu -> global_avgpool -> fc(10)', 'Wide').networks[0].graph;
  const backend = backendOf(options);
  const { program, plan } = planTraining(graph, { batch, optimizer, target: backend.target });
  const error = await backend.createExecutor(program, plan).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const refused = withRemedies(error, graph, { ...tinyJob, batch, optimizer }, backend.target);
  if (!(refused instanceof FaultError)) throw new Error(`not refused, but ${refused}`);
  return refused;
}

describe('too little memory', () => {
  test('of all that WebAssembly can address: the largest batch is named, nothing is compiled', async () => {
    stubWebAssembly({ compile: () => Promise.reject(new Error('compiled')) });
    const { message, fault } = await refusal(512, {});
    expect(fault).toMatchObject({ kind: 'out-of-memory', memory: 'address-space' });
    expect(message).toMatch(
      /^WebAssembly can use 4 GiB, too little for a training step of Wide with batch 512, [\d.]+ GiB\. The largest /,
    );
    expect(message).toMatch(/The largest batch that fits is \d+ \([\d.]+ GiB\)\. Or keep the batch: with memory = /);
  });

  test('of the machine, that is free', async () => {
    const { message } = await refusal(8, { freeMemory: () => 2 ** 26 });
    expect(message).toMatch(/^This machine has too little memory for a training step of Wide .*: 64 MiB are free\. /);
  });

  test('of the machine, which refuses it', async () => {
    class Memory {
      constructor() {
        throw new RangeError('could not allocate memory');
      }
    }
    stubWebAssembly({ Memory });
    const { message, fault } = await refusal(8, {});
    expect(fault).toMatchObject({ kind: 'out-of-memory', memory: 'machine', detail: 'could not allocate memory' });
    expect(message).toMatch(/^This machine has too little memory for .* \(could not allocate memory\)\. Close other /);
    expect(message).toMatch(/Batch \d takes half as much\.$/);
  });
});
