// The choice between WebGPU on an adapter that computes in software and our own code on the CPU: either may be the
// quicker one.

import type { Executor } from '../../runtime/backends/backend.js';
import { FaultError } from '../../runtime/faults/index.js';
import type { Program } from '../../runtime/ir/index.js';
import type { Plan } from '../../runtime/memory/index.js';
import { compareSteps } from './step-time.js';

export type CreateExecutor = (program: Program, plan: Plan) => Promise<Executor>;

export interface Choice {
  readonly onCpu: CreateExecutor;
  readonly onWebGpu: CreateExecutor;
  /** The adapter's, for people. */
  readonly description: string;
  /** Gets a sentence on what was chosen. */
  readonly say: (sentence: string) => void;
}

/** Makes the executor whose steps are quicker, or the CPU's where the adapter cannot hold the network. */
export function quickerOf({ onCpu, onWebGpu, description, say }: Choice): CreateExecutor {
  return async (program, plan) => {
    if (program.storage === 'f16') {
      say(`Training on WebGPU: ${description}. The CPU, which may be quicker, stores no f16.`);
      return onWebGpu(program, plan);
    }
    const cpu = await onCpu(program, plan);
    let webGpu: Executor;
    try {
      webGpu = await onWebGpu(program, plan);
    } catch (error) {
      if (!(error instanceof FaultError) || error.fault.kind === 'device-lost') throw error;
      say(`Training on the CPU. ${error.message}`);
      return cpu;
    }
    const times = await compareSteps(webGpu, cpu);
    const [chosen, other] = times.cpu <= times.webGpu ? [cpu, webGpu] : [webGpu, cpu];
    other.dispose();
    say(
      `Training on ${chosen === cpu ? 'the CPU' : 'WebGPU'}: the adapter is ${description}; a step takes ` +
        `${times.webGpu.toFixed(0)} ms there and ${times.givenUp ? 'more than ' : ''}` +
        `${times.cpu.toFixed(0)} ms on the CPU.`,
    );
    return chosen;
  };
}
