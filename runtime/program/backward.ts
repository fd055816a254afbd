// The backward pass as instructions: each layer's gradients in reverse order, summed where a tensor has several readers.
import type { ForwardPass } from './forward.js';
import type { ParameterName } from './layers/layer-work.js';
import type { Instruction } from './program.js';
import { parameterNamed, type TensorRecord } from './record.js';

export interface BackwardPass {
  readonly instructions: readonly Instruction[];
  /** By parameter tensor: its gradient. */
  readonly parameterGradients: ReadonlyMap<number, number>;
}

/** Which tensors hang on a parameter: no gradient is computed for the others, such as the images. */
export function learnedTensors(record: TensorRecord, forward: ForwardPass): ReadonlySet<number> {
  const learned = new Set<number>();
  for (const layer of record.graph.layers) {
    const value = forward.values[layer.id];
    if (value === undefined || layer.operation.kind === 'input') continue;
    const readsLearned = layer.inputs.some((input) => learned.has(forward.values[input]!));
    if (readsLearned || record.parameters(layer).length > 0) learned.add(value);
  }
  return learned;
}

/** `lossGradients`: by tensor, the gradient that the losses wrote for it. */
export function backwardPass(
  record: TensorRecord,
  forward: ForwardPass,
  learned: ReadonlySet<number>,
  lossGradients: readonly (readonly [tensor: number, gradient: number])[],
): BackwardPass {
  const instructions: Instruction[] = [];
  const gradients = new Map<number, number>();
  const parameterGradients = new Map<number, number>();
  for (const [tensor, gradient] of lossGradients) contribute(tensor, gradient);

  for (const layer of [...record.graph.layers].reverse()) {
    const y = forward.values[layer.id];
    if (y === undefined || layer.operation.kind === 'input') continue;
    const x = forward.values[layer.inputs[0]!]!;
    const dy = gradients.get(y);
    if (x === y || dy === undefined) continue;
    const { work, site } = record.working(layer);
    const parameters = record.parameters(layer);
    for (const form of work.gradients(site)) {
      if (form.writes === 'dx' && !learned.has(x)) continue;
      const inputs = form.reads.map((name) =>
        name === 'x' ? x : name === 'y' ? y : name === 'dy' ? dy : parameterNamed(parameters, name),
      );
      const output = form.writes === 'dx' ? activationGradient(x) : parameterGradient(form.writes);
      instructions.push({ computation: form.computation, inputs, outputs: [output], layer: layer.path });
      if (form.writes === 'dx') contribute(x, output);
    }

    function parameterGradient(name: ParameterName): number {
      const parameter = parameterNamed(parameters, name);
      const { shape, name: label } = record.tensors[parameter]!;
      const gradient = record.tensor(`${label}/gradient`, 'parameter-gradient', shape);
      parameterGradients.set(parameter, gradient);
      return gradient;
    }
  }
  return { instructions, parameterGradients };

  function activationGradient(tensor: number): number {
    const { shape, name } = record.tensors[tensor]!;
    return record.tensor(`${name}/gradient`, 'activation-gradient', shape);
  }

  /** Adds a reader's gradient to those of the readers before it. */
  function contribute(tensor: number, gradient: number): void {
    const before = gradients.get(tensor);
    if (before === undefined) {
      gradients.set(tensor, gradient);
      return;
    }
    const sum = activationGradient(tensor);
    const size = record.tensors[tensor]!.shape.reduce((product, extent) => product * extent, 1);
    instructions.push({ computation: { kind: 'add', size }, inputs: [before, gradient], outputs: [sum] });
    gradients.set(tensor, sum);
  }
}
