// A training on WebGPU whose device is destroyed again and again. The same code runs in Node and, bundled, in a page.
import { isUnavailable } from '../../../../../../runtime/backends/backend.js';
import { openBackend } from '../../../../../../runtime/backends/open-backend.js';
import { createDeviceSource, type DeviceAnswer } from '../../../../../../runtime/backends/webgpu/index.js';
import { type TrainingEvent, train } from '../../../../../../runtime/train/index.js';
import { drawnData } from '../../../../../support/drawn-data.js';
import { bn, chain, fc } from '../../../../../support/graphs.js';
import { plainTerms } from '../../../../../support/jobs.js';

const dropout = { kind: 'dropout', rate: 0.3 } as const;
/** Few kernels, and quick to compile, since every device compiles them again. */
const graph = chain('Small', [2, 2, 1], [bn, dropout, fc(3)]);

const dataSet = drawnData({ height: 2, width: 2, channels: 1 }, 29, 5);

/**
 * Three images kept aside; seven steps an epoch, 105 in all; adam counts them, dropout draws by them, the rate
 * follows them.
 */
const job = {
  network: 'Small',
  data: { kind: 'digits' },
  augment: [{ kind: 'flip' }, { kind: 'normalise' }],
  ...plainTerms,
  schedule: { kind: 'cosine', end: 0 },
  validation: 0.1,
  checkpoint: false,
  storage: 'f32',
  optimizer: { kind: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0 },
  batch: 4,
  epochs: 15,
  seed: 3,
} as const;

/**
 * Every event, without its time. @param times so often is the device destroyed: after every fifth step
 */
export async function trainLosing(gpu: GPU, times: number): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  let device: GPUDevice;
  const source = createDeviceSource(gpu);
  const remembering = async <D extends DeviceAnswer>(answer: Promise<D>): Promise<D> => {
    const given = await answer;
    if (given.kind === 'device') device = given.device;
    return given;
  };
  const devices = { get: () => remembering(source.get()), recreate: () => remembering(source.recreate()) };
  const backend = await openBackend('webgpu', { devices });
  if (isUnavailable(backend)) throw new Error(backend.reason);
  await train({
    graph,
    job,
    dataSet,
    backend,
    snapshotEvery: 2,
    onEvent(event) {
      events.push({ ...event, imagesPerSecond: 0, seconds: 0 } as TrainingEvent);
      if (event.event === 'step' && event.step % 5 === 0 && event.step <= 5 * times) device.destroy();
    },
  });
  device!.destroy();
  return events;
}
