// Runs the kernels of one computation on a device, outside any program: the smallest unit that can be tested.

import type { AdapterProfile } from '../../../../../../runtime/backends/webgpu/adapter-profile.js';
import { regionOf } from '../../../../../../runtime/backends/webgpu/device/dispatches.js';
import { compilePipelines } from '../../../../../../runtime/backends/webgpu/device/pipelines.js';
import { packSettings } from '../../../../../../runtime/backends/webgpu/device/settings.js';
import { readProfile } from '../../../../../../runtime/backends/webgpu/index.js';
import { type Kernel, kernelsOf } from '../../../../../../runtime/backends/webgpu/kernels/index.js';
import { settingsBytes } from '../../../../../../runtime/backends/webgpu/target.js';
import { workspaceOf } from '../../../../../../runtime/backends/webgpu/variants/split-k.js';
import {
  type Computation,
  f16BitsOfAll,
  f16FromBits,
  type MicroBatchSettings,
} from '../../../../../../runtime/ir/index.js';

export type Values = Float32Array | Uint32Array;

/** Parameters are those of runComputation. */
export function kernelsFor(
  computation: Computation,
  inputs: readonly Values[],
  outputs: readonly (number | { readonly inPlace: number })[],
  adapter: AdapterProfile,
  f16: boolean,
): readonly Kernel[] {
  const ids = (count: number, from: number) => Array.from({ length: count }, (_, index) => from + index);
  const instruction = {
    computation,
    inputs: ids(inputs.length, 0),
    outputs: ids(outputs.length, inputs.length),
    ...(typeof outputs[0] === 'object' ? outputs[0] : {}),
    layer: 'tested',
  };
  const typeOf = (tensor: number) => (inputs[tensor] instanceof Uint32Array ? 'u32' : 'f16');
  return kernelsOf(instruction, adapter, f16 ? { typeOf } : undefined);
}

/**
 * @param outputs the length of each, or the index of the input that it overwrites
 * @param f16 whether all 32-bit floats that it reads and writes are stored as f16
 */
export async function runComputation(
  device: GPUDevice,
  computation: Computation,
  inputs: readonly Values[],
  outputs: readonly (number | { readonly inPlace: number })[],
  settings: MicroBatchSettings = { learningRate: 0.1, step: 3, seed: 11, firstImage: 0 },
  adapter: AdapterProfile = readProfile(device),
  f16 = false,
): Promise<Float32Array[]> {
  const made: GPUBuffer[] = [];
  const storage = (bytes: number, fill?: Values | Uint16Array) => {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    const buffer = device.createBuffer({ size: Math.max(4, bytes), usage });
    made.push(buffer);
    if (fill) device.queue.writeBuffer(buffer, 0, fill.buffer, fill.byteOffset, fill.byteLength);
    return buffer;
  };
  // NaN everywhere reveals values that are never written, or read before they are written.
  const nothing = (length: number) => new Float32Array(length).fill(Number.NaN);
  const bitsOf = (values: Values) => (f16 && values instanceof Float32Array ? f16BitsOfAll(values) : values);
  const holding = (values: Values | Uint16Array) => storage(values.byteLength, values);

  const inputBuffers = inputs.map((values) => holding(bitsOf(values)));
  const outputBuffers = outputs.map((out) =>
    typeof out === 'number' ? holding(bitsOf(nothing(out))) : inputBuffers[out.inPlace],
  );
  const workspace = holding(nothing(workspaceOf(computation, adapter) / 4));
  const uniform = device.createBuffer({ size: settingsBytes, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  made.push(uniform);
  device.queue.writeBuffer(uniform, 0, packSettings([settings]));

  const kernels = kernelsFor(computation, inputs, outputs, adapter, f16);
  const pipelines = await compilePipelines(device, kernels);
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  for (const kernel of kernels) {
    const pipeline = pipelines(kernel);
    const entries = kernel.bindings.map((binding, index) => {
      const buffer =
        binding.kind === 'input'
          ? inputBuffers[binding.index]
          : binding.kind === 'output'
            ? outputBuffers[binding.index]
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
  for (const [index, buffer] of readable.entries()) {
    await buffer.mapAsync(GPUMapMode.READ);
    const bytes = buffer.getMappedRange();
    const form = outputs[index];
    const length = typeof form === 'number' ? form : inputs[form.inPlace].length;
    results.push(
      f16 ? Float32Array.from(new Uint16Array(bytes, 0, length), f16FromBits) : new Float32Array(bytes).slice(),
    );
  }
  for (const buffer of made) buffer.destroy();
  return results;
}
