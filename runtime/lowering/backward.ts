// The backward pass as instructions: each layer's gradients in reverse order, summed where a tensor has several
// readers.

import type { Layer } from '../../model/index.js';
import { sizeOf } from '../ir/extents.js';
import type { Instruction } from '../ir/program.js';
import type { ForwardPass } from './forward.js';
import { gradientOf, inputAt, type Step, type TensorName } from './layers/layer-work.js';
import type { TensorRecord } from './tensor-record.js';

export interface BackwardPass {
  readonly instructions: readonly Instruction[];
  /** By parameter tensor: its gradient. */
  readonly parameterGradients: ReadonlyMap<number, number>;
}

/** Which tensors hang on a parameter that learns: no gradient is computed for the others, such as the images. */
export function learnedTensors(record: TensorRecord, forward: ForwardPass): ReadonlySet<number> {
  const learned = new Set<number>();
  for (const layer of record.graph.layers) {
    const value = forward.values[layer.id];
    if (value === undefined || layer.operation.kind === 'input') continue;
    const readsLearned = layer.inputs.some((input) => learned.has(forward.values[input]!));
    if (readsLearned || record.learned(layer).length > 0) learned.add(value);
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
  for (const layer of [...record.graph.layers].reverse()) differentiate(layer);
  return { instructions, parameterGradients };

  function differentiate(layer: Layer): void {
    const y = forward.values[layer.id];
    const dy = y === undefined ? undefined : gradients.get(y);
    if (y === undefined || dy === undefined || layer.operation.kind === 'input') return;
    const inputs = layer.inputs.map((input) => forward.values[input]!);
    // Its output is its input's tensor: so is its gradient.
    if (inputs[0] === y) return;
    const { gradients: steps } = record.workOf(layer);
    if (steps === 'pass') {
      for (const x of inputs) if (learned.has(x)) contribute(x, dy);
      return;
    }
    const inputGradients: (number | undefined)[] = inputs.map(() => undefined);
    const named = (name: TensorName): number => {
      if (name === 'y') return y;
      if (name === 'dy') return dy;
      const input = inputAt(name);
      if (input !== undefined) return inputs[input];
      const source = gradientOf(name);
      const sourceInput = source === undefined ? undefined : inputAt(source);
      if (sourceInput !== undefined) {
        inputGradients[sourceInput] ??= activationGradient(inputs[sourceInput]);
        return inputGradients[sourceInput];
      }
      const parameter = record.learned(layer).find((candidate) => candidate.name === source);
      return parameter ? parameterGradient(parameter.tensor) : record.own(layer, name);
    };
    for (const { computation, reads, writes } of neededSteps(layer, inputs, steps)) {
      instructions.push({ computation, inputs: reads.map(named), outputs: writes.map(named), layer: layer.path });
    }
    inputGradients.forEach((gradient, index) => {
      if (gradient !== undefined) contribute(inputs[index], gradient);
    });
  }

  /** The steps that serve the gradient of a parameter that learns or of an input that hangs on one. */
  function neededSteps(layer: Layer, inputs: readonly number[], steps: readonly Step[]): readonly Step[] {
    const parameters = record.learned(layer);
    const frozen = parameters.length < record.parameters(layer).length;
    if (!frozen && inputs.every((input) => learned.has(input))) return steps;
    const needed = new Set<TensorName>();
    for (const { name } of parameters) needed.add(`d${name}`);
    const serves = (name: TensorName): boolean => {
      const source = gradientOf(name);
      const input = source === undefined ? undefined : inputAt(source);
      return needed.has(name) || (input !== undefined && learned.has(inputs[input]));
    };
    const neededSteps: Step[] = [];
    for (const step of [...steps].reverse()) {
      if (!step.writes.some(serves)) continue;
      for (const name of step.reads) needed.add(name);
      neededSteps.push(step);
    }
    return neededSteps.reverse();
  }

  function parameterGradient(parameter: number): number {
    let gradient = parameterGradients.get(parameter);
    if (gradient === undefined) {
      const { shape, name } = record.tensors[parameter];
      gradient = record.tensor(`${name}/gradient`, 'parameter-gradient', shape);
      parameterGradients.set(parameter, gradient);
    }
    return gradient;
  }

  function activationGradient(tensor: number): number {
    const { shape, name } = record.tensors[tensor];
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
    const size = sizeOf(record.tensors[tensor].shape);
    instructions.push({ computation: { kind: 'add', size }, inputs: [before, gradient], outputs: [sum] });
    gradients.set(tensor, sum);
  }
}
