// Weights by name: what a network's file holds, in both layouts, and what is refused for a network.
import { expect, test } from 'vitest';
import { fileTensors, initialWeights } from '../../../export/weights/parameters.js';
import { readSafetensors, writeSafetensors } from '../../../export/weights/safetensors.js';
import { readWeightsFile, writeWeightsFile } from '../../../export/weights/weights-file.js';
import { parseCnn } from '../../../language/index.js';
import { initialise } from '../../../runtime/backends/initialise.js';
import { createReferenceExecutor } from '../../../runtime/backends/reference/index.js';
import { buildProgram } from '../../../runtime/lowering/index.js';
import { compile, planProgram } from '../../support/gpu-planning.js';
import { sgd } from '../../support/optimizers.js';

const text = `
block Unit(n) { add(conv(n) -> bn(shift=false) -> prelu, identity) -> scale(0.5) }
network Small {
  input(4x6x3) -> conv(4, 3x5, groups=1) -> Unit(4)*2 -> depthwise(multiplier=2, bias=false)
  -> upconv(6, 2x3, groups=2) -> maxpool(2) -> fc(5) -> layer_norm -> fc(2, bias=false) -> softmax
}`;
const { graph } = parseCnn(text, 'small').networks[0];

test('names are paths with the words of PyTorch', () => {
  expect(fileTensors(graph).map(({ fileName, shape }) => `${fileName} ${shape.join('x')}`)).toMatchInlineSnapshot(`
    [
      "conv.weight 3x5x3x4",
      "conv.bias 4",
      "Unit[1]/conv.weight 3x3x4x4",
      "Unit[1]/conv.bias 4",
      "Unit[1]/bn.weight 4",
      "Unit[1]/bn.running_mean 4",
      "Unit[1]/bn.running_var 4",
      "Unit[1]/prelu.weight 4",
      "Unit[1]/scale.weight 4",
      "Unit[2]/conv.weight 3x3x4x4",
      "Unit[2]/conv.bias 4",
      "Unit[2]/bn.weight 4",
      "Unit[2]/bn.running_mean 4",
      "Unit[2]/bn.running_var 4",
      "Unit[2]/prelu.weight 4",
      "Unit[2]/scale.weight 4",
      "depthwise.weight 3x3x1x8",
      "upconv.weight 2x3x3x8",
      "upconv.bias 6",
      "fc.weight 144x5",
      "fc.bias 5",
      "layer_norm.weight 5",
      "layer_norm.bias 5",
      "fc.2.weight 5x2",
    ]
  `);
});

test('initial weights are those that a training begins with', async () => {
  const program = compile(buildProgram(graph, { batch: 1, optimizer: sgd(0.1), init: 'xavier' }));
  const executor = createReferenceExecutor(program, planProgram(program));
  initialise(executor, 7);
  const values = initialWeights(graph, 'xavier', 7);
  const all = [...program.parameters, ...program.statistics];
  expect(values.size).toBe(all.length);
  const words = { weights: 'weight', biases: 'bias', scale: 'weight', shift: 'bias', slopes: 'weight' };
  for (const { tensor } of all) {
    const [, path, name] = /^(.*)\/(\w+)$/.exec(program.tensors[tensor].name)!;
    const word = { ...words, running_mean: 'running_mean', running_variance: 'running_var' }[name];
    expect(values.get(`${path}.${word}`)).toEqual(await executor.read(tensor));
  }
  executor.dispose();
});

const values = new Map(
  fileTensors(graph).map(({ fileName, shape }, seed) => {
    const length = shape.reduce((product, side) => product * side, 1);
    return [fileName, Float32Array.from({ length }, (_, index) => 1000 * seed + index)];
  }),
);

test.each(['ours', 'torch'] as const)('%s: what is written is read', (layout) => {
  expect(readWeightsFile(graph, writeWeightsFile(graph, values, layout))).toEqual(values);
});

test('the layout of PyTorch: OIHW, and a fully connected layer reads CHW', () => {
  const { tensors } = readSafetensors(writeWeightsFile(graph, values, 'torch'));
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const ours = (name: string) => values.get(name)!;

  const conv = byName.get('conv.weight')!;
  expect(conv.shape).toEqual([4, 3, 3, 5]);
  // Filter 2, channel 1, row 2, column 3.
  expect(conv.values[((2 * 3 + 1) * 3 + 2) * 5 + 3]).toBe(ours('conv.weight')[((2 * 5 + 3) * 3 + 1) * 4 + 2]);

  const upconv = byName.get('upconv.weight')!;
  expect(upconv.shape).toEqual([8, 3, 2, 3]);
  // Input channel 5, filter 1 of its group, row 1, column 2.
  expect(upconv.values[((5 * 3 + 1) * 2 + 1) * 3 + 2]).toBe(ours('upconv.weight')[((1 * 3 + 2) * 3 + 1) * 8 + 5]);

  const fc = byName.get('fc.weight')!;
  const { height, width, channels } = graph.layers.find(({ path }) => path === 'maxpool')!.output;
  expect(fc.shape).toEqual([5, height * width * channels]);
  // Unit 3 of channel 4, row 2, column 1.
  const column = (4 * height + 2) * width + 1;
  expect(fc.values[3 * height * width * channels + column]).toBe(
    ours('fc.weight')[((2 * width + 1) * channels + 4) * 5 + 3],
  );
});

const read = () => readSafetensors(writeWeightsFile(graph, values, 'ours'));

test('tensors that are not the network’s are passed over', () => {
  const { tensors, metadata } = read();
  const more = [...tensors, { name: 'optimizer.velocity', shape: [1], values: new Float32Array(1) }];
  expect(readWeightsFile(graph, writeSafetensors({ tensors: more, metadata }))).toEqual(values);
});

test('the first parameter that differs is named', () => {
  const { tensors, metadata } = read();
  const without = tensors.filter(({ name }) => name !== 'Unit[2]/conv.bias');
  expect(() => readWeightsFile(graph, writeSafetensors({ tensors: without, metadata }))).toThrow(
    'has no Unit[2]/conv.bias: it is not of the network Small.',
  );
  const reshaped = tensors.map((tensor) =>
    tensor.name === 'conv.weight' ? { ...tensor, shape: [5, 3, 3, 4] } : tensor,
  );
  expect(() => readWeightsFile(graph, writeSafetensors({ tensors: reshaped, metadata }))).toThrow(
    "has a conv.weight of shape [5, 3, 3, 4]; the network's is [3, 5, 3, 4].",
  );
});

test('a file of a later version is refused', () => {
  const { tensors, metadata } = read();
  const later = writeSafetensors({ tensors, metadata: { ...metadata, version: '2' } });
  expect(() => readWeightsFile(graph, later)).toThrow('was written by another version: receptive-weights, version 2.');
});
