// The choice between WebGPU on an adapter that computes in software and the CPU backend: either may be faster, so that
// steps of both are timed.
import { FaultError } from '../faults/index.js';
import { planProgram } from '../memory/index.js';
import type { Backend, Executor } from './backend.js';
import { compareSteps } from './compare-steps.js';

export interface Candidates {
  readonly webGpu: Backend;
  readonly cpu: Backend;
  /** The adapter's name, for people. */
  readonly description: string;
  /** Called with a sentence on what was chosen, and why. */
  readonly onChoice: (sentence: string) => void;
  /** Ends the comparison. */
  readonly signal?: AbortSignal;
}

/** A backend whose executor is the faster one, or the CPU's if the adapter cannot hold the network. */
export function chooseFasterBackend(candidates: Candidates): Backend {
  const { webGpu, cpu, description, onChoice, signal } = candidates;
  return {
    target: webGpu.target,
    tune:
      webGpu.tune && (async (program) => chooseFasterBackend({ ...candidates, webGpu: await webGpu.tune!(program) })),
    recreate: webGpu.recreate,
    async createExecutor(program, plan) {
      if (program.storage === 'f16') {
        onChoice(`Training on WebGPU: ${description}. The CPU, which may be faster, stores no f16.`);
        return webGpu.createExecutor(program, plan);
      }
      const onCpu = await cpu.createExecutor(program, planProgram(program, cpu.target));
      let onWebGpu: Executor;
      try {
        onWebGpu = await webGpu.createExecutor(program, plan);
      } catch (error) {
        if (!(error instanceof FaultError) || error.fault.kind === 'device-lost') throw error;
        onChoice(`Training on the CPU. ${error.message}`);
        return onCpu;
      }
      const times = await compareSteps(onWebGpu, onCpu, undefined, signal);
      const [chosen, other] = times.cpu <= times.webGpu ? [onCpu, onWebGpu] : [onWebGpu, onCpu];
      other.dispose();
      onChoice(
        `Training on ${chosen === onCpu ? 'the CPU' : 'WebGPU'}: the adapter is ${description}; a step takes ` +
          `${times.webGpu.toFixed(0)} ms there and ${times.abandoned ? 'more than ' : ''}${times.cpu.toFixed(0)} ms ` +
          'on the CPU.',
      );
      return chosen;
    },
  };
}
