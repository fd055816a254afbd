// Runs the generated code of one computation outside any training: the smallest unit that can be tested.
import { compileProgram } from '../../../../../runtime/backends/wasm/compile-program.js';
import { writeSettings } from '../../../../../runtime/backends/wasm/kernels/settings.js';
import {
  createWasmTarget,
  type WasmTarget,
  type WasmTargetOptions,
} from '../../../../../runtime/backends/wasm/target.js';
import {
  type Computation,
  type MicroBatchSettings,
  type Program,
  type ProgramTensor,
  sizeOf,
  tensorBytes,
} from '../../../../../runtime/ir/index.js';
import type { Plan } from '../../../../../runtime/memory/index.js';
import type { OutputForm, Values } from '../../conformance/support/compare.js';

/**
 * All memory but the inputs begins as NaN, which reveals values that are left out or read before they are written. The
 * chunks of a stage run last to first, each with the scratch memory of another thread: a unit that hangs on another
 * fails. Outputs of whole numbers come as their bits.
 */
export async function runKernel(
  options: WasmTargetOptions,
  computation: Computation,
  inputs: readonly Values[],
  outputs: readonly OutputForm[],
  settings: MicroBatchSettings,
): Promise<Float32Array[]> {
  const target = createWasmTarget(options);
  const program = programOf(computation, inputs, outputs);
  const { bytes, layout, step } = compileProgram(program, planByHand(program, target), target);
  const limits = { initial: layout.pages, maximum: layout.pages, shared: options.threads > 1 };
  const memory = new WebAssembly.Memory(limits);
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  const [instruction] = program.step;
  new Float32Array(memory.buffer).fill(Number.NaN);
  inputs.forEach((values, index) => {
    const Type = values instanceof Uint32Array ? Uint32Array : Float32Array;
    new Type(memory.buffer, layout.tensors[instruction.inputs[index]], values.length).set(values);
  });
  writeSettings(new DataView(memory.buffer), layout.settings, settings);
  const [calls] = step;
  let thread = 0;
  for (const { name, units, unitsOfChunk, addresses } of calls) {
    const run = instance.exports[name] as (...values: number[]) => void;
    const chunks = Math.ceil(units / unitsOfChunk);
    for (let chunk = chunks - 1; chunk >= 0; chunk--) {
      const [first, end] = [chunk * unitsOfChunk, Math.min(units, (chunk + 1) * unitsOfChunk)];
      run(first, end, layout.scratch + (thread % options.threads) * layout.scratchBytes, layout.settings, ...addresses);
      thread++;
    }
  }
  return instruction.outputs.map((id) => {
    const values = new Float32Array(memory.buffer, layout.tensors[id], sizeOf(program.tensors[id].shape));
    return values.slice();
  });
}

function programOf(computation: Computation, inputs: readonly Values[], outputs: readonly OutputForm[]): Program {
  const tensors: ProgramTensor[] = [];
  const add = (length: number, type: ProgramTensor['type']): number => {
    const id = tensors.length;
    tensors.push({ id, name: `tensor ${id}`, role: 'activation', shape: [length], type });
    return id;
  };
  const read = inputs.map((values) => add(values.length, values instanceof Uint32Array ? 'u32' : 'f32'));
  const written = outputs.map((form) => (typeof form === 'number' ? add(form, 'f32') : read[form.inPlace]));
  return {
    name: 'one computation',
    batch: 1,
    goal: 'class',
    microBatches: 1,
    storage: 'f32',
    tensors,
    ...{ images: 0, labels: 0, targets: undefined, metrics: 0, logits: 0 },
    parameters: [],
    statistics: [],
    step: [{ computation, inputs: read, outputs: written }],
    evaluation: [],
  };
}

/** A buffer for each tensor, so that nothing shares memory but by the program itself. */
function planByHand(program: Program, target: WasmTarget): Plan {
  const workspace = target.workspaceBytes(program.step[0].computation);
  const own = target.ownBuffers(program);
  const tensorCount = program.tensors.length;
  const buffers = [
    ...program.tensors.map((tensor) => ({ bytes: tensorBytes(tensor), tensors: [tensor.id] })),
    ...[{ bytes: workspace }, ...own].map(({ bytes }) => ({ bytes, tensors: [] })),
  ];
  return {
    target,
    buffers,
    tensorBuffer: program.tensors.map(({ id }) => id),
    stepWorkspace: [workspace > 0 ? tensorCount : undefined],
    evaluationWorkspace: [],
    ownBuffers: own.map(({ name, isBound }, index) => ({ name, isBound, buffer: tensorCount + 1 + index })),
    bytes: buffers.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
