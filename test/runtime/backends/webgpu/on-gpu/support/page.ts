// The page that trains in a browser: bundled by page-trainings.test.ts, which calls what it leaves on `window`.
import { requestDevice } from '../../../../../../runtime/backends/webgpu/index.js';
import { trainLosing } from './losing-devices.js';
import { type TrainingRequest, trainGolden, trainOn } from './trainings.js';

const answer = await requestDevice(navigator.gpu);

async function device(): Promise<GPUDevice> {
  if (answer.kind === 'device') return answer.device;
  throw new Error(`${answer.reason} ${answer.advice}`);
}

const trainingPage = {
  adapter: async () => {
    await device();
    return answer.kind === 'device' ? answer.description : '';
  },
  train: async (request: TrainingRequest) => trainOn(await device(), request),
  trainGolden: async (index: number) => trainGolden(await device(), index),
  trainLosing: (times: number) => trainLosing(navigator.gpu, times),
};

export type TrainingPage = typeof trainingPage;

declare global {
  interface Window {
    trainingPage: TrainingPage;
  }
}

window.trainingPage = trainingPage;
