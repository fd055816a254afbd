// Relative error of each kernel choice's gradients on the initial weights and one batch: the norm of the difference to
// the float64 reference, over the reference's norm. For scale, the same between two batches of the reference.
import { type Column, tableText } from '../../cli/summary/table.js';
import type { Executor } from '../../runtime/backends/backend.js';
import { initialise } from '../../runtime/backends/initialise.js';
import { createReferenceExecutor, referenceTarget } from '../../runtime/backends/reference/index.js';
import { createWebGpuExecutor, type Device, webGpuTarget } from '../../runtime/backends/webgpu/index.js';
import { prepare } from '../../runtime/data/augment.js';
import { emptyBatch, inOrder } from '../../runtime/data/batches.js';
import type { Batch, Program } from '../../runtime/ir/index.js';
import { planTraining } from '../../runtime/memory/index.js';
import type { KernelChoice } from './kernel-choices.js';
import type { Subject } from './subject.js';

type Gradients = ReadonlyMap<number, Float32Array>;

export async function gradientErrors(
  { graph, job, dataSet }: Subject,
  choices: readonly KernelChoice[],
  { device, adapter }: Device,
): Promise<string> {
  const preparation = prepare(dataSet, job.augment, 1);
  const batchFrom = (from: number): Batch => {
    const batch = emptyBatch(dataSet, job.batch);
    preparation.fill(batch, dataSet.train, { order: inOrder(dataSet.train.count), from });
    return batch;
  };
  const [first, second] = [batchFrom(0), batchFrom(job.batch)];
  const { program, plan } = planTraining(graph, { ...job, target: referenceTarget });
  const reference = createReferenceExecutor(program, plan, { precision: 'float64' });
  const exact = await gradientsOf(reference, first);
  const others = await gradientsOf(reference, second);
  reference.dispose();
  const rows = [['float64, other images', relativeDistance(exact, others).toExponential(1)]];
  for (const choice of choices) {
    const own = choice.adapter(adapter);
    const planned = planTraining(graph, { ...job, target: webGpuTarget(own) });
    const executor = choice.executor(await createWebGpuExecutor(device, planned.program, planned.plan));
    rows.push([choice.name, relativeDistance(exact, await gradientsOf(executor, first)).toExponential(1)]);
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

/** The norm of the difference over the norm of `wanted`. Programs of one graph have equal tensor ids. */
function relativeDistance(wanted: Gradients, got: Gradients): number {
  let difference = 0;
  let own = 0;
  for (const [tensor, values] of wanted) {
    values.forEach((value, index) => {
      difference += (got.get(tensor)![index] - value) ** 2;
      own += value ** 2;
    });
  }
  return Math.sqrt(difference / own);
}
