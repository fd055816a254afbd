// Draws one layer for a known input: mostly one that fits, so that the rest of the chain is analysed, too.
import { builtins } from '../../../language/index.js';
import type { Shape } from '../../../model/index.js';
import type { Random } from '../random.js';
import type { Argument, Element, Value } from './program.js';

export interface Draft {
  readonly element: Element;
  readonly shape: Shape;
}

/** A call with positional arguments, then named ones, which are left out where undefined. */
export function element(
  name: string,
  positional: readonly Value[] = [],
  named: Readonly<Record<string, Value | undefined>> = {},
): Element {
  const parameters = builtins.get(name)?.parameters ?? [];
  const first = positional.map((value, index): Argument => {
    return { parameter: parameters[index]?.name ?? 'unknown', value, named: false };
  });
  const rest = Object.entries(named).flatMap(([parameter, value]): Argument[] => {
    return value === undefined ? [] : [{ parameter, value, named: true }];
  });
  return { kind: 'call', name, arguments: [...first, ...rest] };
}

const pointwise = [
  ...['relu', 'relu6', 'sigmoid', 'hard_sigmoid', 'tanh', 'gelu', 'swish', 'hard_swish', 'softmax'],
  ...['selu', 'softplus', 'mish', 'prelu'],
];

/** Keeps its input's shape, whatever that is; with a known shape also those that ask for one. */
export function drawSteadyLayer(shape: Shape | undefined, random: Random): Element {
  const layers: (() => Element)[] = [
    () => element(random.pick(pointwise)),
    () => element('bn', [], { momentum: random.chance(0.3) ? '0.2' : undefined }),
    () => element('leaky_relu', ['0.1']),
    () => element(shape && shape.height * shape.width > 1 ? 'instance_norm' : 'relu'),
    () => element('elu', ['0.5']),
    () => element('prelu', [], { shared: 'true' }),
    () => element('layer_norm'),
    () => element('lrn', random.chance(0.5) ? [] : ['3']),
    () => element('scale', [random.pick(['1', '1e-6', '-2'])]),
    () => element('dropout', random.chance(0.5) ? [] : [random.pick(['0', '.25', '0.9'])]),
    () => element('conv', ['channels', random.pick(['3x3', '1', '5x5', '1x7'])]),
    () => element('depthwise', ['3x3']),
    () => element('maxpool', ['3'], { stride: '1', pad: '1' }),
    () => element('avgpool', ['3x3'], { stride: '1', pad: '1', count_pad: 'false' }),
    () => element('group_norm', [`${shape ? divisor(shape.channels, random) : 1}`]),
    () => element('shuffle', [`${shape ? divisor(shape.channels, random) : 1}`]),
  ];
  return random.pick(layers)();
}

export function drawLayer(shape: Shape, random: Random): Draft {
  const { height, width, channels } = shape;
  const side = Math.min(height, width);
  const filters = random.integer(1, 24);
  const as = (drawn: Element, more: Partial<Shape> = {}): Draft => ({ element: drawn, shape: { ...shape, ...more } });
  const halved = { height: Math.floor(height / 2), width: Math.floor(width / 2) };
  const strided = { height: Math.ceil(height / 2), width: Math.ceil(width / 2) };
  const choices: (() => Draft)[] = [
    () => as(drawSteadyLayer(shape, random)),
    () => as(element('conv', [`${filters}`, random.pick(['3x3', '5x5', '1x1', '1x3', '7'])]), { channels: filters }),
    () => as(element('conv', [`${filters}`], { stride: '2' }), { ...strided, channels: filters }),
    () => as(element('conv', [`${filters}`], { dilation: '2', bias: 'false' }), { channels: filters }),
    () => {
      const groups = divisor(channels, random);
      return as(element('conv', [`${groups * 2}`], { groups: `${groups}` }), { channels: groups * 2 });
    },
    () => as(element('depthwise', ['3x3'], { multiplier: '2' }), { channels: channels * 2 }),
    () => as(element('flatten'), { height: 1, width: 1, channels: height * width * channels }),
    () => as(element(random.pick(['global_avgpool', 'global_maxpool'])), { height: 1, width: 1 }),
    () =>
      as(element('shortcut', [`${channels + filters}`], { stride: '2' }), { ...strided, channels: channels + filters }),
    () => as(element('pad', [random.pick(['1', '(1, 1, 1, 1)'])]), { height: height + 2, width: width + 2 }),
  ];
  if (side >= 2) choices.push(() => as(element(random.pick(['maxpool', 'avgpool', 'pool']), ['2']), halved));
  if (side >= 3) {
    const cut = { height: height - 2, width: width - 2 };
    choices.push(() => as(element('conv', [`${filters}`, '3x3'], { pad: '0' }), { ...cut, channels: filters }));
    choices.push(() => as(element('crop', ['1']), cut));
  }
  if (side <= 24 && Math.max(height, width) <= 64) {
    const doubled = { height: height * 2, width: width * 2 };
    const mode = random.pick(['nearest', 'bilinear']);
    choices.push(() => as(element('upsample', ['2'], { mode }), doubled));
    choices.push(() => as(element('upconv', [`${filters}`]), { ...doubled, channels: filters }));
  }
  if (channels % 4 === 0 && side <= 24 && Math.max(height, width) <= 64) {
    const unfolded = { height: height * 2, width: width * 2, channels: channels / 4 };
    choices.push(() => as(element('depth_to_space', ['2']), unfolded));
  }
  if (height % 2 === 0 && width % 2 === 0 && channels <= 64) {
    const folded = { height: height / 2, width: width / 2, channels: channels * 4 };
    choices.push(() => as(element('space_to_depth', ['2']), folded));
  }
  if (channels % 2 === 0) {
    choices.push(() => as(element('part', [random.pick(['1', '2'])], { of: '2' }), { channels: channels / 2 }));
  }
  return random.pick(choices)();
}

function divisor(value: number, random: Random): number {
  const divisors = [1, 2, 3, 4, 6, 8].filter((each) => value % each === 0);
  return random.pick(divisors);
}
