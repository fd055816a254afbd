// Whose steps are quicker is told by steady steps alone, with executors that take their time by a clock of the test.
import { expect, it } from 'vitest';
import type { Executor } from '../../../runtime/backends/backend.js';
import { compareSteps } from '../../../runtime/backends/compare-steps.js';
import { planTraining } from '../../support/gpu-planning.js';
import { chain, fc, relu } from '../../support/graphs.js';
import { recordingExecutor } from '../train/recording-executor.js';
import { tinyJob } from '../train/tiny.js';

const { program } = planTraining(chain('Timed', [1, 1, 1], [fc(8), relu, fc(3)]), tinyJob);
const { metrics } = program;
const { length: instructions } = program.step;

/** Two executors whose steps take so many milliseconds, each number once and the last for ever. */
function timed({ webGpu, compiling = 0, cpu }: { webGpu: number[]; compiling?: number; cpu: number[] }) {
  let time = 0;
  let evaluated = false;
  const steps = { webGpu: 0, cpu: 0 };
  const next = (times: number[], index: number) => times[Math.min(index, times.length - 1)];
  const nothing = { lossSum: 0, correct: 0 };
  const there: Executor = {
    ...recordingExecutor(program).executor,
    async step() {
      time += next(webGpu, steps.webGpu++) + (evaluated ? 0 : compiling);
      return nothing;
    },
    async evaluate() {
      time += compiling;
      evaluated = true;
      return nothing;
    },
  };
  const here: Executor = {
    ...recordingExecutor(program).executor,
    async step() {
      time += next(cpu, steps.cpu++);
      return nothing;
    },
    async trace(_batch, _settings, see) {
      const whole = next(cpu, steps.cpu++);
      for (const instruction of program.step) {
        time += whole / instructions;
        if (see(metrics, new Float32Array(2), instruction)) return;
      }
    },
  };
  return { compared: compareSteps(there, here, () => time), steps, passed: () => time };
}

it('leaves out the first step, in which a driver compiles', async () => {
  const { compared } = timed({ webGpu: [8_000, 100], cpu: [300, 200] });
  expect(await compared).toEqual({ webGpu: 100, cpu: 200, abandoned: false });
});

it('leaves out what is compiled beside the first steps for an evaluation', async () => {
  const { compared } = timed({ webGpu: [100], compiling: 900, cpu: [200] });
  expect(await compared).toEqual({ webGpu: 100, cpu: 200, abandoned: false });
});

it('takes the best of a few steps', async () => {
  const { compared, steps } = timed({ webGpu: [50, 40, 60, 30, 70, 80, 1], cpu: [90, 70, 90, 80] });
  expect(await compared).toEqual({ webGpu: 30, cpu: 70, abandoned: false });
  expect(steps).toEqual({ webGpu: 6, cpu: 6 });
});

it('times long steps once', async () => {
  const { compared, steps } = timed({ webGpu: [40_000, 20_000], cpu: [15_000, 14_000] });
  expect(await compared).toEqual({ webGpu: 20_000, cpu: 14_000, abandoned: false });
  expect(steps).toEqual({ webGpu: 2, cpu: 2 });
});

it('does not wait for a CPU that is clearly slower', async () => {
  const { compared, passed } = timed({ webGpu: [9_000, 5_000], cpu: [600_000] });
  const { webGpu, cpu, abandoned } = await compared;
  expect([webGpu, abandoned]).toEqual([5_000, true]);
  expect(cpu).toBeGreaterThan(10_000);
  expect(cpu).toBeLessThan(600_000);
  expect(passed()).toBe(14_000 + cpu);
});
