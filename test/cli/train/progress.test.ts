// Progress of a training in a terminal and in a log.
import { describe, expect, it } from 'vitest';
import { barLine, createProgress } from '../../../cli/train/progress.js';
import type { StepEvent, TrainingEvent } from '../../../runtime/train/index.js';

const step = (changes: Partial<StepEvent> = {}): StepEvent => ({
  event: 'step',
  step: 60,
  learningRate: 0.05,
  steps: 100,
  epoch: 2,
  epochs: 3,
  loss: 0.0834,
  accuracy: 0.979,
  imagesPerSecond: 2140.4,
  ...changes,
});

describe('the line of a step', () => {
  it('has a bar in proportion to the steps done', () => {
    expect(barLine(step(), 120)).toBe(
      'epoch 2/3 ━━━━━━━━━━━━━━━━━━──────────── 60 % · loss 0.0834 · 97.9 % right · 2,140 images/s',
    );
    expect(barLine(step({ step: 0 }), 120)).toContain(` ${'─'.repeat(30)} 0 %`);
    expect(barLine(step({ step: 100 }), 120)).toContain(` ${'━'.repeat(30)} 100 %`);
  });

  it('has the ratio of images in place of the accuracy', () => {
    expect(barLine(step({ accuracy: undefined, psnr: 20.74 }), 60)).toBe(
      'epoch 2/3 60 % · loss 0.0834 · PSNR 20.7 dB · 2,140 images/s',
    );
  });

  it('is never wider than the terminal', () => {
    for (let columns = 1; columns < 120; columns++) {
      expect(barLine(step(), columns).length).toBeLessThanOrEqual(columns);
    }
  });

  it('omits the bar in a narrow terminal', () => {
    expect(barLine(step({ imagesPerSecond: 0.42 }), 60)).toMatch(/ 0\.4 images\/s$/);
    expect(barLine(step(), 60)).toBe('epoch 2/3 60 % · loss 0.0834 · 97.9 % right · 2,140 images/s');
    expect(barLine(step(), 20)).toBe('epoch 2/3 60 % · los');
  });
});

describe('progress', () => {
  /** Shows events, a second apart by default, and answers with what was written. */
  const show = (terminal: { isTTY?: boolean; columns?: number }, events: readonly TrainingEvent[], apart = 1000) => {
    let written = '';
    let time = 0;
    const progress = createProgress({ ...terminal, write: (text: string) => (written += text) }, () => time);
    for (const event of events) {
      time += apart;
      progress(event);
    }
    return written;
  };
  const epoch: TrainingEvent = {
    event: 'epoch',
    epoch: 2,
    epochs: 3,
    loss: 0.25,
    accuracy: 0.9,
    testLoss: 0.125,
    testAccuracy: 0.955,
    imagesPerSecond: 1500,
  };

  it('redraws one line in a terminal, at most ten times a second', () => {
    const line = barLine(step(), 99);
    expect(show({ isTTY: true, columns: 100 }, [step(), step()])).toBe(`\r\x1b[2K${line}\r\x1b[2K${line}`);
    const often = show({ isTTY: true, columns: 100 }, new Array(100).fill(step()), 10);
    expect(often.split('\r')).toHaveLength(1 + 10);
  });

  it('assumes 80 columns where the terminal reports no width', () => {
    const [, line] = show({ isTTY: true, columns: 0 }, [step()]).split('\x1b[2K');
    expect(line).toHaveLength(79);
  });

  it('writes plain lines elsewhere, a step every ten seconds', () => {
    const written = show({}, [...new Array(25).fill(step()), epoch]);
    expect(written).toBe(
      `${'  step 60 of 100: loss 0.0834, 2,140 images/s\n'.repeat(2)}` +
        'epoch 2/3: loss 0.250, 90.0 % right; test loss 0.125, 95.5 % right; 1,500 images/s\n',
    );
  });

  it('reports at the start how activations are stored, for a job with f16 storage', () => {
    const start = {
      event: 'start',
      network: 'LeNet5',
      data: 'digits',
      backend: 'webgpu',
      description: 'acme card',
      bytes: 3 * 2 ** 20,
      batch: 64,
      parts: 1,
      steps: 94,
      epochs: 1,
      seed: 1,
    } as const;
    expect(show({}, [start])).toBe('Backend: acme card; 3 MiB, 94 steps.\n');
    expect(show({}, [{ ...start, storage: 'f16' }])).toBe('Backend: acme card; 3 MiB, activations in f16; 94 steps.\n');
    expect(show({}, [{ ...start, storage: 'f32' }])).toContain(
      'activations in f32, for f16 (shader-f16) is not to be had there; 94 steps.',
    );
  });

  it('reports the progress of a stopped training', () => {
    const stopped = { event: 'stopped', step: 60, steps: 1100, epoch: 2, epochs: 3, seconds: 1.25 } as const;
    expect(show({}, [stopped])).toBe('Stopped in epoch 2 of 3, after 60 of 1,100 steps and 1.3 s. No step was done.\n');
    expect(show({}, [{ ...stopped, loss: 0.5 }])).toContain('Last loss: 0.500; no epoch was finished.');
    expect(show({}, [{ ...stopped, loss: 0.5, testAccuracy: 0.971 }])).toContain(
      'Test accuracy after the last complete epoch: 97.1 %.',
    );
  });
});
