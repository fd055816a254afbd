// Compiles and plans for WebGPU, on the unknown GPU where a test names no adapter.
import type { Graph } from '../../model/index.js';
import { type AdapterProfile, unknownGpu } from '../../runtime/backends/webgpu/adapter-profile.js';
import { createWebGpuPlan, type WebGpuPlan } from '../../runtime/backends/webgpu/plan.js';
import { type WebGpuTarget, webGpuTarget } from '../../runtime/backends/webgpu/target.js';
import type { Program } from '../../runtime/ir/index.js';
import * as memory from '../../runtime/memory/index.js';
import * as passes from '../../runtime/passes/index.js';

export type GpuOptions = Omit<memory.TrainingOptions, 'target'> & { readonly adapter?: AdapterProfile };

const targets = new WeakMap<AdapterProfile, WebGpuTarget>();

/** The same target for the same profile, so that plans can be compared. */
export function targetOf(adapter: AdapterProfile = unknownGpu): WebGpuTarget {
  const target = targets.get(adapter) ?? webGpuTarget(adapter);
  targets.set(adapter, target);
  return target;
}

const withTarget = ({ adapter, ...options }: GpuOptions) => ({ ...options, target: targetOf(adapter) });

export function compile(program: Program, options: Omit<Parameters<typeof passes.compile>[1], 'target'> = {}): Program {
  return passes.compile(program, { ...options, target: targetOf() });
}

export function planProgram(program: Program, adapter?: AdapterProfile): WebGpuPlan {
  return createWebGpuPlan(program, memory.planProgram(program, targetOf(adapter)));
}

export function planTraining(graph: Graph, options: GpuOptions): { program: Program; plan: WebGpuPlan } {
  const { program, plan } = memory.planTraining(graph, withTarget(options));
  return { program, plan: createWebGpuPlan(program, plan) };
}

export const memoryOf = (graph: Graph, options: GpuOptions) => memory.memoryOf(graph, withTarget(options));
export const checkpointedBytes = (graph: Graph, options: GpuOptions) =>
  memory.checkpointedBytes(graph, withTarget(options));
export const f16Bytes = (graph: Graph, options: GpuOptions) => memory.f16Bytes(graph, withTarget(options));
