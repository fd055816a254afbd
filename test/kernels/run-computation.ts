// Runs the kernels of one computation on a device, apart from any program: the smallest thing that can be tested.

import { regionOf } from '../../runtime/device/dispatches.js';
import { profileOf } from '../../runtime/device/index.js';
import { compilePipelines } from '../../runtime/device/pipelines.js';
import { packSettings } from '../../runtime/device/settings.js';
import { kernelsOf } from '../../runtime/kernels/index.js';
import { workspaceOf } from '../../runtime/plan/index.js';
import type { AdapterProfile, Computation, PartSettings } from '../../runtime/program/index.js';

export type Values = Float32Array | Uint32Array;

/** `outputs`: the length of each, or for one that is computed in place the index of the input it stands for. */
export async function runComputation(
  device: GPUDevice,
  computation: Computation,
  inputs: readonly Values[],
  outputs: readonly (number | { readonly inPlace: number })[],
  settings: PartSettings = { learningRate: 0.1, step: 3, seed: 11, firstImage: 0 },
  adapter: AdapterProfile = profileOf(device),
): Promise<Float32Array[]> {
  const made: GPUBuffer[] = [];
  const storage = (bytes: number, fill?: Values) => {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    const buffer = device.createBuffer({ size: Math.max(4, bytes), usage });
    made.push(buffer);
    if (fill) device.queue.writeBuffer(buffer, 0, fill.buffer, fill.byteOffset, fill.byteLength);
    return buffer;
  };
  // NaN everywhere, so that a value left out or read before it is written is seen.
  const unwritten = (length: number) => storage(4 * length, new Float32Array(length).fill(Number.NaN));

  const inputBuffers = inputs.map((values) => storage(values.byteLength, values));
  const outputBuffers = outputs.map((out) => (typeof out === 'number' ? unwritten(out) : inputBuffers[out.inPlace]!));
  const workspace = unwritten(workspaceOf(computation, adapter) / 4);
  const uniform = device.createBuffer({ size: 16, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  made.push(uniform);
  device.queue.writeBuffer(uniform, 0, packSettings([settings]));

  const ids = (count: number, from: number) => Array.from({ length: count }, (_, index) => from + index);
  const instruction = {
    computation,
    inputs: ids(inputs.length, 0),
    outputs: ids(outputs.length, inputs.length),
    ...(typeof outputs[0] === 'object' ? outputs[0] : {}),
    layer: 'tested',
  };
  const kernels = kernelsOf(instruction, adapter);
  const pipelines = await compilePipelines(device, kernels);
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  for (const kernel of kernels) {
    const pipeline = pipelines(kernel);
    const entries = kernel.bindings.map((binding, index) => {
      const buffer =
        binding.kind === 'input'
          ? inputBuffers[binding.index]!
          : binding.kind === 'output'
            ? outputBuffers[binding.index]!
            : binding.kind === 'workspace'
              ? workspace
              : uniform;
      return { binding: index, resource: { buffer, ...regionOf(binding) } };
    });
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
    pass.dispatchWorkgroups(...kernel.workgroups);
  }
  pass.end();
  const readable = outputBuffers.map((from) => {
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const to = device.createBuffer({ size: from.size, usage });
    made.push(to);
    encoder.copyBufferToBuffer(from, 0, to, 0, from.size);
    return to;
  });
  device.queue.submit([encoder.finish()]);
  const results: Float32Array[] = [];
  for (const buffer of readable) {
    await buffer.mapAsync(GPUMapMode.READ);
    results.push(new Float32Array(buffer.getMappedRange()).slice());
  }
  for (const buffer of made) buffer.destroy();
  return results;
}
