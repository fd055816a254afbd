// Lowers the parameter updates: the gradient norm where gradients are clipped by norm, then the optimizer's step and
// states for every learned parameter. Weight decay applies to all of them, biases and normalisation scales included,
// as PyTorch's optimizers do with `model.parameters()`.
import type { Clipping, Optimizer } from '../../model/index.js';
import { mostSquared, squareSums } from '../ir/computation.js';
import { sizeOf } from '../ir/extents.js';
import type { Instruction, Parameter } from '../ir/program.js';
import type { Update } from '../ir/update.js';
import type { BackwardPass } from './backward.js';
import type { TensorRecord } from './tensor-record.js';

export interface UpdatePass {
  /** All of them, the frozen ones too. */
  readonly parameters: readonly Parameter[];
  readonly instructions: readonly Instruction[];
}

/** Every parameter that exists and learns is needed by a loss, so each has its gradient. */
export function updatePass(
  record: TensorRecord,
  { parameterGradients }: BackwardPass,
  optimizer: Optimizer,
  clip: Clipping | undefined,
): UpdatePass {
  const form = updateForm(optimizer);
  const parameters: Parameter[] = [];
  const gradients = record.allParameters().flatMap(({ tensor }) => parameterGradients.get(tensor) ?? []);
  const norm = clip?.kind === 'norm' && gradients.length > 0 ? normOf(record, gradients, clip.limit) : undefined;
  const instructions: Instruction[] = norm ? [...norm.instructions] : [];
  const clipping = clip && { clip: clip.kind === 'norm' ? ({ kind: 'norm' } as const) : clip };
  for (const { tensor, initial, shape, path, frozen } of record.allParameters()) {
    if (frozen) {
      parameters.push({ tensor, gradient: undefined, states: [], initial });
      continue;
    }
    const gradient = parameterGradients.get(tensor)!;
    const { name } = record.tensors[tensor];
    const states = form.states.map((state) => record.tensor(`${name}/${state}`, 'optimizer-state', shape));
    parameters.push({ tensor, gradient, states, initial });
    instructions.push({
      computation: { ...form.update(sizeOf(shape)), ...clipping },
      inputs: [tensor, gradient, ...states, ...(norm ? [norm.factor] : [])],
      outputs: [tensor, ...states],
      layer: path,
    });
  }
  return { parameters, instructions };
}

/** What computes the factor that holds the norm of all gradients together, as `torch.nn.utils.clip_grad_norm_` does. */
function normOf(record: TensorRecord, gradients: readonly number[], limit: number) {
  const sums = record.tensor('gradients/squares', 'workspace', [squareSums]);
  const factor = record.tensor('gradients/factor', 'workspace', [1]);
  const instructions: Instruction[] = [];
  for (let at = 0; at < gradients.length; at += mostSquared) {
    const some = gradients.slice(at, at + mostSquared);
    const sizes = some.map((gradient) => sizeOf(record.tensors[gradient].shape));
    const running = at > 0;
    instructions.push({
      computation: { kind: 'square-sums', sizes, running },
      inputs: running ? [sums, ...some] : some,
      outputs: [sums],
    });
  }
  instructions.push({ computation: { kind: 'clip-factor', limit }, inputs: [sums], outputs: [factor] });
  return { factor, instructions };
}

interface UpdateForm {
  /** The tensors kept beside a parameter, each of its shape, in the order the update reads them. */
  readonly states: readonly string[];
  /** @param size number of values in the parameter */
  readonly update: (size: number) => Update;
}

function updateForm(optimizer: Optimizer): UpdateForm {
  switch (optimizer.kind) {
    case 'sgd': {
      const { kind, momentum, nesterov, weightDecay } = optimizer;
      return {
        states: momentum > 0 ? ['velocity'] : [],
        update: (size) => ({ kind, size, momentum, nesterov, weightDecay }),
      };
    }
    case 'adagrad': {
      const { kind, eps, weightDecay } = optimizer;
      return { states: ['squares'], update: (size) => ({ kind, size, eps, weightDecay }) };
    }
    case 'rmsprop': {
      const { kind, decay, eps, weightDecay } = optimizer;
      return { states: ['squares'], update: (size) => ({ kind, size, decay, eps, weightDecay }) };
    }
    case 'adam':
    case 'adamw': {
      const { beta1, beta2, eps, weightDecay } = optimizer;
      const decoupled = optimizer.kind === 'adamw';
      return {
        states: ['mean', 'squares'],
        update: (size) => ({ kind: 'adam', size, beta1, beta2, eps, weightDecay, decoupled }),
      };
    }
  }
}
