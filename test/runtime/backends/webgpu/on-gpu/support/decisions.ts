// A float64 training step that follows the device's decisions at the jumps of a derivative (ReLU at 0, ties of a
// maximum), where rounding may pick either side and both gradients are right. One such ReLU in ResNet-18's last block
// moved gradients by a tenth of the largest. The differences that remain are rounding.
import { type Context, compute, type Values } from '../../../../../../runtime/backends/reference/index.js';
import type { Batch } from '../../../../../../runtime/ir/index.js';
import { lengthOf, type Program, type StepSettings, type WindowGeometry } from '../../../../../../runtime/ir/index.js';
import { distance, size } from '../../../reference/arrays.js';

/** A value that lies on one side of a jump in 64 bits, and was put on the other by the device. */
interface Decision {
  /** Name of the tensor that the layer made. */
  readonly tensor: string;
  /** How far it is from the jump, of the tensor's largest value. */
  readonly distance: number;
}

export interface DecidedStep {
  /** By tensor id, after the step. */
  readonly tensors: readonly Values[];
  readonly decisions: readonly Decision[];
}

/**
 * @param program as the graph says it, not compiled: every tensor has memory of its own
 * @param begin the values of parameters, optimizer states and statistics before the step, by tensor id
 * @param made what the device made of each tensor in the step; outputs of rectifiers and inputs of maximum poolings
 * are looked at
 */
export function stepDecidedBy(
  made: ReadonlyMap<number, Float32Array>,
  program: Program,
  begin: ReadonlyMap<number, Float32Array>,
  batch: Batch,
  settings: StepSettings,
): DecidedStep {
  const given = new Map<number, ArrayLike<number>>([...begin, [program.images, batch.images]]);
  const tensors = program.tensors.map(({ id, type }): Values => {
    if (type === 'u32') return batch.labels;
    const values = given.get(id);
    return values ? Float64Array.from(values) : new Float64Array(lengthOf(program, id));
  });
  const context: Context = { settings: { ...settings, firstImage: 0 }, scratch: (length) => new Float64Array(length) };
  const decisions: Decision[] = [];
  const device = (tensor: number): Float32Array => {
    const values = made.get(tensor);
    if (!values) throw new Error(`the device made no ${program.tensors[tensor].name} whose decisions could be seen`);
    return values;
  };
  for (const { computation, inputs, outputs } of program.step) {
    const [x, y] = [tensors[inputs[0]], tensors[outputs[0]]];
    if (computation.kind === 'maxpool') {
      const seen = device(inputs[0]);
      if (distance(winners(computation.geometry, seen), winners(computation.geometry, x)) > 0) {
        decisions.push({ tensor: program.tensors[outputs[0]].name, distance: distance(x, seen) / largestOf(x) });
        x.set(seen);
      }
    }
    compute(
      computation,
      inputs.map((id) => tensors[id]),
      outputs.map((id) => tensors[id]),
      context,
    );
    if (computation.kind !== 'pointwise' || computation.function.kind !== 'relu') continue;
    const seen = device(outputs[0]);
    const largest = largestOf(y);
    seen.forEach((value, index) => {
      if (value > 0 === y[index] > 0) return;
      decisions.push({ tensor: program.tensors[outputs[0]].name, distance: Math.abs(x[index] - value) / largest });
      y[index] = value;
    });
  }
  return { tensors, decisions };
}

/** By value of `x`: the sum of the numbers of the windows that take it for their maximum. */
function winners(geometry: WindowGeometry, x: Values): Float64Array {
  const context: Context = {
    settings: { learningRate: 0, step: 0, seed: 0, firstImage: 0 },
    scratch: (length) => new Float64Array(length),
  };
  const y = new Float64Array(size(geometry.output));
  compute({ kind: 'maxpool', geometry }, [x], [y], context);
  const taken = new Float64Array(x.length);
  compute({ kind: 'maxpool-gradient', geometry }, [x, y, y.map((_, window) => window + 1)], [taken], context);
  return taken;
}

/** Of values none of which is negative, as behind a rectifier. */
const largestOf = (values: Values) => (values as Float64Array).reduce((most, value) => Math.max(most, value), 0);
