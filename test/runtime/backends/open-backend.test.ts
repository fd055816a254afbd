// Which backend a name gives on which machine: a graphics processor first, never a software adapter unless asked for.
import { describe, expect, it } from 'vitest';
import { isUnavailable } from '../../../runtime/backends/backend.js';
import { type BackendName, openBackend } from '../../../runtime/backends/open-backend.js';
import { unknownGpu } from '../../../runtime/backends/webgpu/adapter-profile.js';
import type { DeviceAnswer } from '../../../runtime/backends/webgpu/index.js';

const none: DeviceAnswer = { kind: 'none', reason: 'There is no graphics adapter.', advice: 'Install a driver.' };

/** A device that only says whether it was destroyed. */
function deviceOf(software: boolean) {
  let destroyed = false;
  const device = { destroy: () => (destroyed = true) } as unknown as GPUDevice;
  const answer: DeviceAnswer = {
    kind: 'device',
    device,
    description: software ? 'a raster (in software)' : 'a card',
    identity: 'x',
    adapter: { ...unknownGpu, software },
  };
  return { answer, isDestroyed: () => destroyed };
}

async function open(name: BackendName, answer: DeviceAnswer) {
  const choices: string[] = [];
  const adapters: string[] = [];
  let requests = 0;
  const opened = await openBackend(name, {
    devices: {
      async get() {
        requests++;
        return answer;
      },
      recreate: () => Promise.reject(new Error('no device is lost here')),
    },
    onChoice: (sentence) => choices.push(sentence),
    onAdapter: (adapter) => adapters.push(adapter.name),
  });
  return { opened: isUnavailable(opened) ? opened.reason : opened.target.id, choices, adapters, requests };
}

describe('auto', () => {
  it('is WebGPU on a graphics processor, whose device is requested once', async () => {
    const { answer, isDestroyed } = deviceOf(false);
    expect(await open('auto', answer)).toEqual({
      opened: 'webgpu',
      choices: ['Training on WebGPU: a card.'],
      adapters: ['a card'],
      requests: 1,
    });
    expect(isDestroyed()).toBe(false);
  });

  it('is WebAssembly where there is no adapter', async () => {
    const choices = ['Training on the CPU. There is no graphics adapter.'];
    expect(await open('auto', none)).toEqual({ opened: 'wasm', choices, adapters: [], requests: 1 });
  });

  it('is WebAssembly beside a software adapter, which memory is then not planned for', async () => {
    const { answer, isDestroyed } = deviceOf(true);
    const { opened, choices, adapters } = await open('auto', answer);
    expect({ opened, adapters }).toEqual({ opened: 'wasm', adapters: [] });
    expect(choices).toEqual([
      'Training on the CPU. The only graphics adapter is a raster (in software), ' +
        'which computes on the CPU too, and slower.',
    ]);
    expect(isDestroyed()).toBe(true);
  });
});

describe('a name', () => {
  it.each([
    ['cpu', 'wasm'],
    ['reference', 'reference'],
  ] as const)('%s asks for no device', async (name, opened) => {
    expect(await open(name, deviceOf(false).answer)).toMatchObject({ opened, requests: 0, adapters: [] });
  });

  it('webgpu takes a software adapter, and says why there is none', async () => {
    expect((await open('webgpu', deviceOf(true).answer)).opened).toBe('webgpu');
    expect((await open('webgpu', none)).opened).toBe('There is no graphics adapter.');
  });
});
