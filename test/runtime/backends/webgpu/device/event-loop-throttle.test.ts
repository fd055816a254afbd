// The event loop sleeps while Dawn works, and no longer; every call gets the same answer as without the throttle.
import { afterEach, expect, test, vi } from 'vitest';
import { restWhileWaiting } from '../../../../../runtime/backends/webgpu/node/event-loop-throttle.js';

/** Stands for Dawn's classes: a buffer that is mapped when the test says so. */
class Buffer {
  settle: { resolve(): void; reject(error: Error): void } | undefined;
  mode: number | undefined;
  mapAsync(mode: number): Promise<void> {
    this.mode = mode;
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
  }
}
class Queue {
  onSubmittedWorkDone = () => Promise.resolve();
}
class Device {
  createComputePipelineAsync = () => Promise.resolve();
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
vi.stubGlobal('GPUBuffer', Buffer);
vi.stubGlobal('GPUQueue', Queue);
vi.stubGlobal('GPUDevice', Device);
restWhileWaiting();
afterEach(() => {
  vi.restoreAllMocks();
});

test('turns rest while an answer is awaited, never for long, and no more when it is there', async () => {
  const waited = vi.spyOn(Atomics, 'wait');
  const buffer = new Buffer();
  const answer = buffer.mapAsync(1);
  expect(buffer.mode).toBe(1);
  await turn();
  expect(waited.mock.calls.length).toBeGreaterThan(0);
  for (const [, , , milliseconds] of waited.mock.calls) expect(milliseconds).toBeLessThanOrEqual(1);
  buffer.settle!.resolve();
  await answer;
  await turn();
  waited.mockClear();
  await turn();
  expect(waited).not.toHaveBeenCalled();
});

test('a refusal is passed on, and ends the rest', async () => {
  const buffer = new Buffer();
  const answer = buffer.mapAsync(1);
  buffer.settle!.reject(new Error('lost'));
  await expect(answer).rejects.toThrow('lost');
  await turn();
  const waited = vi.spyOn(Atomics, 'wait');
  await turn();
  expect(waited).not.toHaveBeenCalled();
});

test('several answers are awaited by the same turns', async () => {
  const again = vi.spyOn(globalThis, 'setImmediate');
  const buffers = [new Buffer(), new Buffer(), new Buffer()];
  const answers = buffers.map((buffer) => buffer.mapAsync(1));
  expect(again).toHaveBeenCalledTimes(1);
  for (const buffer of buffers) buffer.settle!.resolve();
  await Promise.all(answers);
});
