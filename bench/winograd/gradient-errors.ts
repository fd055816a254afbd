// How far each way's gradients are from those of the reference in 64 bits, for the first weights and a batch: the
// length of the difference of all gradients together, beside their own length. What chance does to a gradient anyhow,
// by which images are in the batch, stands beside it.
import { type Column, tableText } from '../../cli/summary/table.js';
import type { Executor } from '../../runtime/backends/backend.js';
import { createReferenceExecutor } from '../../runtime/backends/reference/index.js';
import { createWebGpuExecutor, type DeviceAnswer } from '../../runtime/backends/webgpu/index.js';
import { prepare } from '../../runtime/data/augment.js';
import { emptyBatch, inOrder } from '../../runtime/data/batches.js';
import type { Batch, Program } from '../../runtime/ir/index.js';
import { planTraining } from '../../runtime/memory/index.js';
import { initialise } from '../../runtime/train/index.js';
import type { Subject } from './subject.js';
import type { Way } from './ways.js';

type Device = Extract<DeviceAnswer, { kind: 'device' }>;
type Gradients = ReadonlyMap<number, Float32Array>;

export async function gradientErrors(
  { graph, job, dataSet }: Subject,
  ways: readonly Way[],
  { device, adapter }: Device,
): Promise<string> {
  const preparation = prepare(dataSet, job.augment, 1);
  const batchFrom = (from: number): Batch => {
    const batch = emptyBatch(dataSet.shape, job.batch);
    preparation.fill(batch, dataSet.train, inOrder(dataSet.train.count), from);
    return batch;
  };
  const [first, second] = [batchFrom(0), batchFrom(job.batch)];
  const { program, plan } = planTraining(graph, job);
  const reference = createReferenceExecutor(program, plan, { precision: 'float64' });
  const exact = await gradientsOf(reference, first);
  const others = await gradientsOf(reference, second);
  reference.dispose();
  const rows = [['64 bits, other images', lengthOf(exact, others).toExponential(1)]];
  for (const way of ways) {
    const own = way.adapter(adapter);
    const planned = planTraining(graph, { ...job, adapter: own });
    const executor = way.executor(await createWebGpuExecutor(device, planned.program, planned.plan));
    rows.push([way.name, lengthOf(exact, await gradientsOf(executor, first)).toExponential(1)]);
    executor.dispose();
  }
  device.destroy();
  const columns: Column[] = [
    { heading: 'the first gradient', alignment: 'left' },
    { heading: 'relative distance', alignment: 'right' },
  ];
  return tableText(columns, rows);
}

async function gradientsOf(executor: Executor, batch: Batch): Promise<Gradients> {
  initialise(executor, 1);
  const gradients = new Map<number, Float32Array>();
  await executor.trace(batch, { learningRate: 0, step: 0, seed: 1 }, (tensor, values) => {
    if (isGradient(executor.program, tensor)) gradients.set(tensor, values.slice());
    return false;
  });
  return gradients;
}

const isGradient = ({ tensors }: Program, tensor: number) => tensors[tensor].role === 'parameter-gradient';

/** The length of the difference, over that of `wanted`. Programs of one graph number their tensors alike. */
function lengthOf(wanted: Gradients, got: Gradients): number {
  let apart = 0;
  let own = 0;
  for (const [tensor, values] of wanted) {
    values.forEach((value, index) => {
      apart += (got.get(tensor)![index] - value) ** 2;
      own += value ** 2;
    });
  }
  return Math.sqrt(apart / own);
}
