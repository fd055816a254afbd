// What a program is made of: which instructions, which tensors, and what is left out.
import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../model/index.js';
import type { Instruction, Program } from '../../../runtime/ir/index.js';
import { buildProgram } from '../../../runtime/lowering/index.js';
import { goldenOptimizer, lenet5 } from '../../support/golden.js';
import { bn, chain, conv, fc, graphBuilder, relu, windowOf } from '../../support/graphs.js';
import { adam, sgd } from '../../support/optimizers.js';

const options = { batch: 4, optimizer: goldenOptimizer };
const dropout: Operation = { kind: 'dropout', rate: 0.5 };
const softmax: Operation = { kind: 'softmax' };

/** `relu(relu.2/output <- conv.1/output)`, for a schedule as text. */
function written({ tensors }: Program, schedule: readonly Instruction[]): string[] {
  const name = (id: number) => tensors[id].name;
  return schedule.map(
    ({ computation, inputs, outputs }) =>
      `${outputs.map(name).join(', ')} = ${computation.kind}(${inputs.map(name).join(', ')})`,
  );
}

test('a whole small network, line by line', () => {
  const program = buildProgram(chain('Line', [4, 4, 1], [conv(2, 3, 1), relu, { kind: 'flatten' }, fc(3)]), options);
  expect(written(program, program.step)).toEqual([
    'conv.1/output = conv(images, conv.1/weights, conv.1/biases)',
    'relu.2/output = pointwise(conv.1/output)',
    'fc.4/output = fc(relu.2/output, fc.4/weights, fc.4/biases)',
    'metrics, fc.4/output/gradient = cross-entropy(fc.4/output, labels)',
    'fc.4/weights/gradient = fc-weight-gradient(relu.2/output, fc.4/output/gradient)',
    'fc.4/biases/gradient = bias-gradient(fc.4/output/gradient)',
    'relu.2/output/gradient = fc-input-gradient(fc.4/output/gradient, fc.4/weights)',
    'conv.1/output/gradient = pointwise-gradient(relu.2/output, relu.2/output/gradient)',
    'conv.1/weights/gradient = conv-weight-gradient(images, conv.1/output/gradient)',
    'conv.1/biases/gradient = bias-gradient(conv.1/output/gradient)',
    ...['conv.1/weights', 'conv.1/biases', 'fc.4/weights', 'fc.4/biases'].map(
      (name) => `${name}, ${name}/velocity = sgd(${name}, ${name}/gradient, ${name}/velocity)`,
    ),
  ]);
  expect(written(program, program.evaluation)).toEqual([
    'conv.1/output = conv(images, conv.1/weights, conv.1/biases)',
    'relu.2/output = pointwise(conv.1/output)',
    'fc.4/output = fc(relu.2/output, fc.4/weights, fc.4/biases)',
    'metrics = cross-entropy(fc.4/output, labels)',
  ]);
  const shapes = Object.fromEntries(program.tensors.map(({ name, shape }) => [name, shape]));
  expect(shapes.images).toEqual([4, 4, 4, 1]);
  expect(shapes['conv.1/weights']).toEqual([3, 3, 1, 2]);
  expect(shapes['fc.4/weights/gradient']).toEqual([32, 3]);
});

test("LeNet-5's parameters", () => {
  const program = buildProgram(lenet5, options);
  const sizes = program.parameters.map(({ tensor }) => program.tensors[tensor].shape.reduce((a, b) => a * b));
  expect(sizes.reduce((a, b) => a + b)).toBe(61_706);
  const fanIns = program.parameters.map(({ initial }) => (initial.kind === 'constant' ? initial.value : initial.fanIn));
  expect(fanIns).toEqual([25, 0, 150, 0, 400, 0, 120, 0, 84, 0]);
});

test('without momentum the optimizer keeps nothing', () => {
  const optimizer = { ...goldenOptimizer, momentum: 0 };
  const { parameters, tensors } = buildProgram(lenet5, { batch: 4, optimizer });
  expect(parameters.every(({ states }) => states.length === 0)).toBe(true);
  expect(tensors.filter(({ role }) => role === 'optimizer-state')).toEqual([]);
});

describe('softmax', () => {
  test('a final one is part of the loss', () => {
    const plain = buildProgram(chain('Plain', [1, 1, 3], [fc(4)]), options);
    for (const last of [[softmax], [softmax, { kind: 'flatten' } as const]]) {
      const program = buildProgram(chain('Soft', [1, 1, 3], [fc(4), ...last]), options);
      expect(written(program, program.step)).toEqual(written(plain, plain.step));
      expect(program.tensors[program.logits].name).toBe('fc.1/output');
    }
  });

  test('one inside a network is a layer', () => {
    const program = buildProgram(chain('Inside', [1, 1, 3], [fc(4), softmax, fc(2)]), options);
    const kinds = program.step.map(({ computation }) => computation.kind);
    expect(kinds.filter((kind) => kind.startsWith('softmax'))).toEqual(['softmax', 'softmax-gradient']);
  });
});

test('dropout is only there in training', () => {
  const program = buildProgram(chain('Drop', [1, 1, 3], [fc(4), dropout, fc(2)]), options);
  expect(written(program, program.step)[2]).toBe('fc.3/output = fc(dropout.2/output, fc.3/weights, fc.3/biases)');
  expect(written(program, program.evaluation)).toEqual([
    'fc.1/output = fc(images, fc.1/weights, fc.1/biases)',
    'fc.3/output = fc(fc.1/output, fc.3/weights, fc.3/biases)',
    'metrics = cross-entropy(fc.3/output, labels)',
  ]);
  const last = buildProgram(chain('Last', [1, 1, 3], [fc(4), dropout]), options);
  expect(last.tensors[last.logits].name).toBe('fc.1/output');
});

test('no gradient is computed for the images, nor before anything learned', () => {
  const pool: Operation = { kind: 'avgpool', window: lenet5Pool(), countPad: true };
  const program = buildProgram(chain('Pooled', [4, 4, 1], [pool, relu, fc(2)]), options);
  const kinds = program.step.map(({ computation }) => computation.kind);
  expect(kinds).toEqual([
    'avgpool',
    'pointwise',
    'fc',
    'cross-entropy',
    'fc-weight-gradient',
    'bias-gradient',
    'sgd',
    'sgd',
  ]);
});

function lenet5Pool() {
  const operation = lenet5.layers[3].operation;
  if (operation.kind !== 'maxpool') throw new Error('the fixture has changed');
  return operation.window;
}

test('a network that learns nothing still has a loss', () => {
  const program = buildProgram(chain('Idle', [1, 1, 3], [relu]), options);
  expect(written(program, program.step)).toEqual([
    'relu.1/output = pointwise(images)',
    'metrics = cross-entropy(relu.1/output, labels)',
  ]);
  const bare = buildProgram(chain('Bare', [1, 1, 3], []), options);
  expect(written(bare, bare.step)).toEqual(['metrics = cross-entropy(images, labels)']);
});

describe('branches', () => {
  const builder = graphBuilder('Branches');
  const trunk = builder.layer(fc(6), builder.input(1, 1, 3));
  const main = builder.layer(fc(4), trunk);
  const aux = builder.layer(fc(4), trunk);
  builder.layer(fc(9), trunk); // which nothing needs
  const program = buildProgram(builder.graph(main, [aux, 0.3]), options);

  test('a tensor with two readers gets the sum of their gradients', () => {
    const adds = program.step.filter(({ computation }) => computation.kind === 'add');
    expect(adds).toHaveLength(1);
    const [sum] = adds[0].outputs;
    const trunkGradient = program.step.find(
      ({ computation, layer }) => computation.kind === 'fc-weight-gradient' && layer === 'fc.1',
    );
    expect(trunkGradient!.inputs[1]).toBe(sum);
  });

  test('each output has its weight, the first the metrics', () => {
    const losses = program.step.filter(({ computation }) => computation.kind === 'cross-entropy');
    expect(losses.map(({ computation }) => 'weight' in computation && computation.weight)).toEqual([1, 0.3]);
    expect(losses[0].outputs[0]).toBe(program.metrics);
    expect(losses[1].outputs[0]).not.toBe(program.metrics);
  });

  test('what no output needs is left out, and the evaluation needs the first output only', () => {
    const names = program.tensors.map(({ name }) => name);
    expect(names.some((name) => name.startsWith('fc.4/'))).toBe(false);
    expect(program.evaluation.map(({ layer }) => layer)).toEqual(['fc.1', 'fc.2', 'fc.2']);
  });
});

describe('batch normalisation', () => {
  const program = buildProgram(chain('Norm', [2, 2, 3], [bn, { kind: 'dropout', rate: 0.5 }, fc(2)]), options);

  test('normalises by the batch in training, by the running statistics outside', () => {
    expect(written(program, program.step).slice(0, 4)).toEqual([
      'bn.1/mean, bn.1/variance = moments(images)',
      'bn.1/output = normalise(images, bn.1/mean, bn.1/variance, bn.1/scale, bn.1/shift)',
      'bn.1/running_mean = running-average(bn.1/running_mean, bn.1/mean)',
      'bn.1/running_variance = running-average(bn.1/running_variance, bn.1/variance)',
    ]);
    expect(written(program, program.evaluation)[0]).toBe(
      'bn.1/output = normalise(images, bn.1/running_mean, bn.1/running_variance, bn.1/scale, bn.1/shift)',
    );
  });

  test('its statistics are no parameters', () => {
    const named = (tensor: number) => program.tensors[tensor].name;
    expect(program.statistics.map(({ tensor, initial }) => [named(tensor), initial])).toEqual([
      ['bn.1/running_mean', 0],
      ['bn.1/running_variance', 1],
    ]);
    expect(program.parameters.map(({ tensor, initial }) => [named(tensor), initial])).toMatchObject([
      ['bn.1/scale', { kind: 'constant', value: 1 }],
      ['bn.1/shift', { kind: 'constant', value: 0 }],
      ['fc.3/weights', { kind: 'he-uniform', fanIn: 12 }],
      ['fc.3/biases', { kind: 'constant', value: 0 }],
    ]);
  });

  test('without anything learned before it or in it, nothing goes back', () => {
    const plain: Operation = { ...bn, scale: false, shift: false } as Operation;
    const { step, tensors } = buildProgram(chain('Plain', [2, 2, 3], [plain, fc(2)]), options);
    expect(step.map(({ computation }) => computation.kind)).not.toContain('normalise-parameter-gradients');
    expect(tensors.some(({ name }) => name === 'bn.1/dscale')).toBe(false);
  });
});

test('what branches that meet in a sum get back is the gradient of the sum itself', () => {
  const builder = graphBuilder('Residual');
  const trunk = builder.layer(fc(4), builder.input(1, 1, 3));
  const sum = builder.layer({ kind: 'add' }, builder.layer(fc(4), trunk), builder.layer(fc(4), trunk), trunk);
  const program = buildProgram(builder.graph(sum), options);
  const dy = program.step.find(({ computation }) => computation.kind === 'cross-entropy')!.outputs[1];
  const weightGradients = program.step.filter(({ computation }) => computation.kind === 'fc-weight-gradient');
  expect(weightGradients.slice(0, 2).map(({ inputs }) => inputs[1])).toEqual([dy, dy]);
  expect(written(program, program.step)[3]).toBe('add.4/output = add(fc.2/output, fc.3/output, fc.1/output)');
});

test.each([
  { optimizer: sgd(0.1), states: [] },
  { optimizer: sgd(0.1, 0.9), states: ['velocity'] },
  { optimizer: { kind: 'adagrad', learningRate: 0.1, eps: 1e-10, weightDecay: 0 }, states: ['squares'] },
  { optimizer: { kind: 'rmsprop', learningRate: 0.1, decay: 0.99, eps: 1e-8, weightDecay: 0 }, states: ['squares'] },
  { optimizer: adam(0.1), states: ['mean', 'squares'] },
  { optimizer: { ...adam(0.1), kind: 'adamw' }, states: ['mean', 'squares'] },
] as const)('$optimizer.kind keeps $states', ({ optimizer, states }) => {
  const { parameters, tensors } = buildProgram(chain('One', [1, 1, 3], [fc(2)]), { batch: 4, optimizer });
  expect(parameters[0].states.map((state) => tensors[state].name)).toEqual(
    states.map((name) => `fc.1/weights/${name}`),
  );
  for (const state of parameters[0].states)
    expect(tensors[state]).toMatchObject({ role: 'optimizer-state', shape: [3, 2] });
});

test('Xavier counts fan-in and fan-out within a group; scales and biases keep their initial values', () => {
  const grouped: Operation = { kind: 'conv', filters: 8, window: windowOf(3), groups: 2, bias: true };
  const graph = chain('Drawn', [5, 5, 4], [grouped, { kind: 'scale', init: 0.5 }, fc(3)]);
  const { parameters } = buildProgram(graph, { ...options, init: 'xavier' });
  expect(parameters.map(({ initial }) => initial)).toEqual([
    { kind: 'xavier-uniform', fanIn: 9 * 2, fanOut: 9 * 4 },
    { kind: 'constant', value: 0 },
    { kind: 'constant', value: 0.5 },
    { kind: 'xavier-uniform', fanIn: 3 * 3 * 8, fanOut: 3 },
    { kind: 'constant', value: 0 },
  ]);
});

test('what is frozen has no gradient, no state and no update, and nothing goes back behind it', () => {
  const graph = chain('Frozen', [4, 4, 1], [conv(2, 3, 1), relu, conv(2, 3, 1), fc(3)]);
  const { step, tensors, parameters } = buildProgram(graph, {
    batch: 2,
    optimizer: { kind: 'adam', learningRate: 0.1, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0 },
    freeze: ['conv.1', 'conv.3'],
  });
  expect(parameters.map(({ gradient, states }) => [gradient !== undefined, states.length])).toEqual([
    [false, 0],
    [false, 0],
    [false, 0],
    [false, 0],
    [true, 2],
    [true, 2],
  ]);
  const written = new Set(step.flatMap(({ outputs }) => outputs.map((id) => tensors[id].name)));
  const gradients = [...written].filter((name) => name.includes('gradient'));
  expect(gradients.sort()).toEqual(['fc.4/biases/gradient', 'fc.4/output/gradient', 'fc.4/weights/gradient']);
});
