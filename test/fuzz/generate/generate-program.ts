// Draws programs that mean something: every layer, joins, blocks, repeats and jobs, with shapes that mostly fit.
import type { Shape } from '../../../model/index.js';
import type { Random } from '../random.js';
import { type Draft, drawLayer, drawSteadyLayer, element } from './generate-layer.js';
import type { Binding, Block, Element, Job, Network, Program } from './program.js';

export function generateProgram(random: Random): Program {
  const blocks = Array.from({ length: random.below(4) }, (_, index) => generateBlock(`Block${index}`, random));
  const networks = Array.from({ length: random.integer(1, 3) }, (_, index) => {
    return generateNetwork(`Net${index}`, blocks, random);
  });
  const jobs = networks.flatMap(({ network, shape }) =>
    random.chance(0.4) ? [generateJob(network, shape, random)] : [],
  );
  return { blocks, networks: networks.map(({ network }) => network), jobs };
}

/** Fits any input: it keeps height and width, and its `n`, where it has one, is the number of channels it makes. */
function generateBlock(name: string, random: Random): Block {
  const parameters: { name: string; initial?: string }[] = [];
  const elements: Element[] = [];
  if (random.chance(0.6)) {
    parameters.push({ name: 'n' });
    elements.push(element('conv', [{ name: 'n' }], { kernel: random.pick(['1x1', '3x3', '1x5']) }));
  }
  if (random.chance(0.4)) {
    parameters.push({ name: 'act', initial: random.pick(['relu', 'gelu', 'identity', '[bn -> swish]']) });
    elements.push(element('act'));
  }
  for (let more = random.integer(elements.length === 0 ? 1 : 0, 3); more > 0; more--) {
    elements.push(drawSteadyLayer(undefined, random));
  }
  if (random.chance(0.3)) elements.push(residual(undefined, random));
  if (random.chance(0.2)) elements.push(squeeze(random));
  return { name, parameters, elements };
}

function generateNetwork(name: string, blocks: readonly Block[], random: Random) {
  const input: Shape = {
    height: random.integer(1, 40),
    width: random.integer(1, 40),
    channels: random.pick([1, 1, 2, 3, 3, 4, 8, 12]),
  };
  const bindings: Binding[] = [];
  if (random.chance(0.4)) bindings.push({ name: 'wide', value: `${random.integer(1, 24)}` });
  let draft: Draft = { element: element('input', [sizeText(input)]), shape: input };
  const elements = [draft.element];
  for (let layers = random.integer(1, 14); layers > 0; layers--) {
    draft = drawElement(draft.shape, { blocks, bindings }, random);
    elements.push(draft.element);
  }
  const classes = random.pick([2, 4, 4, 10]);
  elements.push(element('fc', [`${classes}`]));
  if (random.chance(0.2)) elements.push(element('softmax'));
  // A binding that nothing uses is an error.
  const used = bindings.filter((binding) => JSON.stringify(elements).includes(`{"name":"${binding.name}"}`));
  const network: Network = { name, bindings: used, elements };
  return { network, shape: input };
}

interface Scope {
  readonly blocks: readonly Block[];
  readonly bindings: readonly Binding[];
}

function drawElement(shape: Shape, scope: Scope, random: Random): Draft {
  const { blocks, bindings } = scope;
  const choice = random.below(10);
  if (choice === 0 && blocks.length > 0) return useBlock(random.pick(blocks), shape, random);
  if (choice === 1) return { element: residual(shape, random), shape };
  if (choice === 2) return { element: squeeze(random), shape };
  if (choice === 3) return concat(shape, random);
  if (choice === 4) {
    const elements = Array.from({ length: random.integer(1, 3) }, () => drawSteadyLayer(shape, random));
    return { element: { kind: 'repeat', elements, count: random.pick([0, 1, 2, 2, 3, 5]) }, shape };
  }
  if (choice === 5 && bindings.length > 0) {
    const { name, value } = random.pick(bindings);
    return { element: element('conv', [{ name }]), shape: { ...shape, channels: Number(value) } };
  }
  return drawLayer(shape, random);
}

function useBlock({ name, parameters }: Block, shape: Shape, random: Random): Draft {
  const takesFilters = parameters.some((parameter) => parameter.name === 'n');
  const filters = random.integer(1, 16);
  const act = random.pick(['relu', 'tanh', 'bn']);
  const takesAct = parameters.some((parameter) => parameter.name === 'act') && random.chance(0.5);
  return {
    element: {
      kind: 'call',
      name,
      arguments: [
        ...(takesFilters ? [{ parameter: 'n', value: `${filters}`, named: false }] : []),
        ...(takesAct ? [{ parameter: 'act', value: act, named: true }] : []),
      ],
    },
    shape: { ...shape, channels: takesFilters ? filters : shape.channels },
  };
}

function residual(shape: Shape | undefined, random: Random): Element {
  const branch = [element('conv', ['channels']), drawSteadyLayer(shape, random)];
  return { kind: 'join', name: 'add', branches: random.chance(0.5) ? [branch, []] : [[], branch, branch] };
}

function squeeze(random: Random): Element {
  const scores = [element('global_avgpool'), element('fc', ['channels']), element(random.pick(['sigmoid', 'tanh']))];
  return { kind: 'join', name: 'mul', branches: [[], scores] };
}

function concat(shape: Shape, random: Random): Draft {
  const widths = Array.from({ length: random.integer(1, 3) }, () => random.integer(1, 6));
  const branches = widths.map((width) => [element('conv', [`${width}`, random.pick(['1x1', '3x3', '5x5'])])]);
  const channels = shape.channels + widths.reduce((sum, width) => sum + width, 0);
  return { element: { kind: 'join', name: 'concat', branches: [[], ...branches] }, shape: { ...shape, channels } };
}

function generateJob({ name }: Network, input: Shape, random: Random): Job {
  const images = input.channels === 3 || input.channels === 1 ? sizeText(input) : '9x9x3';
  const optional: readonly Binding[] = [
    {
      name: 'optimizer',
      value: random.pick(['sgd(0.1)', 'sgd(lr=0.05, momentum=0.9)', 'adam', 'adamw(1e-3)', 'rmsprop']),
    },
    {
      name: 'schedule',
      value: random.pick(['constant', 'cosine', 'step(2)', 'warmup(1, then=cosine)', 'milestones((1, 2))']),
    },
    { name: 'batch', value: `${random.pick([1, 7, 32, 64])}` },
    { name: 'epochs', value: `${random.integer(1, 5)}` },
    { name: 'loss', value: random.pick(['cross_entropy', 'mse', 'cross_entropy(smoothing=0.1)']) },
    { name: 'clip', value: random.pick(['1', 'by_value(0.5)']) },
    { name: 'validation', value: '0.25' },
    { name: 'checkpoint', value: random.pick(['true', 'false']) },
    { name: 'storage', value: random.pick(['f16', 'f32']) },
    { name: 'seed', value: `${random.below(1000)}` },
  ];
  const chosen = optional.filter(() => random.chance(0.3));
  return { network: name, settings: [{ name: 'data', value: `shapes(${images}, 60, 20)` }, ...chosen] };
}

function sizeText({ height, width, channels }: Shape): string {
  return `${height}x${width}x${channels}`;
}
