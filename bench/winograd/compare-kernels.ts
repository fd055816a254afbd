// Trains once for every seed and kernel choice: prints a row for each training, then the choices side by side.
import { type Column, tableText } from '../../cli/summary/table.js';
import { type Backend, isUnavailable } from '../../runtime/backends/backend.js';
import { openBackend } from '../../runtime/backends/open-backend.js';
import { createDeviceSource, type Device, requestDevice } from '../../runtime/backends/webgpu/index.js';
import { findNodeGpu } from '../../runtime/backends/webgpu/node/node-gpu.js';
import { train } from '../../runtime/train/index.js';
import { gradientErrors } from './gradient-errors.js';
import { findKernelChoices, type KernelChoice } from './kernel-choices.js';
import { loadSubject, type Subject } from './subject.js';

export interface Comparison {
  readonly epochs: number;
  readonly batch: number;
  /** Training images of the digits in each epoch. */
  readonly images: number;
  readonly seeds: readonly number[];
  readonly choices: readonly string[];
}

interface Outcome {
  readonly seed: number;
  readonly choice: string;
  /** Mean loss of each part of the training. */
  readonly losses: readonly number[];
  readonly testLoss: number;
  readonly testAccuracy: number;
}

/** A training's loss curve is the mean losses of this many equal parts. */
const parts = 6;

export async function compareKernels({ epochs, batch, images, seeds, choices: names }: Comparison): Promise<void> {
  const choices = findKernelChoices(names);
  if (!seeds.every((seed) => Number.isInteger(seed) && seed >= 0)) throw new Error('Seeds are integers from 0 on.');
  const subject = await loadSubject({ epochs, batch, images });
  const found = await findNodeGpu();
  const gpu = found.kind === 'gpu' ? found.gpu : undefined;
  const device = async () => {
    const answer = found.kind === 'gpu' ? await requestDevice(gpu) : found;
    if (answer.kind === 'none') throw new Error(`${answer.reason} ${answer.advice}`);
    return answer;
  };
  const { description } = await device();
  console.log(`ResNet-20 on 28x28 digits, batch ${batch}, ${epochs} epochs of ${images} images, ${description}.\n`);
  console.log(await gradientErrors(subject, choices, await device()));
  console.log(`Mean loss of each sixth of the steps, then loss and accuracy on the 1,000 test images.`);
  const outcomes: Outcome[] = [];
  for (const seed of seeds) {
    for (const choice of choices) {
      outcomes.push(await trainOnce(subject, seed, choice, await device()));
      console.log(formatRow(outcomes.at(-1)!));
    }
  }
  console.log(`\nMean and range over seeds ${seeds.join(', ')}:\n`);
  console.log(formatSummary(outcomes, names));
}

async function trainOnce(
  { graph, job, dataSet }: Subject,
  seed: number,
  choice: KernelChoice,
  answer: Device,
): Promise<Outcome> {
  const losses: number[] = [];
  const devices = { ...createDeviceSource(undefined), get: async () => answer };
  const own = await openBackend('webgpu', { devices, adjustProfile: choice.adapter });
  if (isUnavailable(own)) throw new Error(own.reason);
  const backend: Backend = {
    target: own.target,
    createExecutor: async (program, plan) => choice.executor(await own.createExecutor(program, plan)),
  };
  const result = await train({
    graph,
    job: { ...job, seed },
    dataSet,
    backend,
    onEvent: (event) => void (event.event === 'step' && losses.push(event.loss)),
  });
  answer.device.destroy();
  if (result.event !== 'done') throw new Error(`${choice.name}, seed ${seed}: ${result.event}`);
  const part = losses.length / parts;
  const curve = Array.from({ length: parts }, (_, index) =>
    mean(losses.slice(Math.round(index * part), Math.round((index + 1) * part))),
  );
  const { testLoss, testAccuracy = Number.NaN } = result;
  return { seed, choice: choice.name, losses: curve, testLoss, testAccuracy };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function formatRow({ seed, choice, losses, testLoss, testAccuracy }: Outcome): string {
  const curve = losses.map((loss) => loss.toFixed(4)).join('  ');
  return `seed ${seed}  ${choice.padEnd(10)}  ${curve}   ${testLoss.toFixed(4)}  ${percent(testAccuracy)}`;
}

/** A row for each kernel choice: the last part's loss and both test figures, over all seeds. */
function formatSummary(outcomes: readonly Outcome[], names: readonly string[]): string {
  const figures = {
    'loss, last sixth': ({ losses }: Outcome) => losses.at(-1)!,
    'test loss': ({ testLoss }: Outcome) => testLoss,
    'test accuracy': ({ testAccuracy }: Outcome) => 100 * testAccuracy,
  };
  const rows = names.map((name) => {
    const own = outcomes.filter(({ choice }) => choice === name);
    return [
      name,
      ...Object.values(figures).flatMap((figure) => {
        const values = own.map(figure);
        return [mean(values).toFixed(4), `${Math.min(...values).toFixed(4)} to ${Math.max(...values).toFixed(4)}`];
      }),
    ];
  });
  const columns = ['kernels', ...Object.keys(figures).flatMap((name) => [name, 'range'])].map(
    (heading, index): Column => ({ heading, alignment: index === 0 ? 'left' : 'right' }),
  );
  return tableText(columns, rows);
}
