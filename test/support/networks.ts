// Small networks after well-known ones, which together cover every kind of branch and join.
import type { Graph } from '../../model/index.js';
import { bn, conv, fc, graphBuilder, maxpool2, padded, relu, unbiased, windowOf } from './graphs.js';

type Builder = ReturnType<typeof graphBuilder>;

/** Appends layers in sequence; returns the last one's id. */
function sequence(builder: Builder, from: number, ...operations: Parameters<Builder['layer']>[0][]): number {
  return operations.reduce((last, operation) => builder.layer(operation, last), from);
}

/** Identity, projected and option-A shortcuts, before and after activation; squeeze-and-excitation in one block. */
export function smallResNet(): Graph {
  const builder = graphBuilder('SmallResNet');
  const image = builder.input(8, 8, 3);
  const stem = sequence(builder, image, unbiased(4, 3, 1), bn, relu);
  const first = sequence(builder, stem, unbiased(4, 3, 1), bn, relu, unbiased(4, 3, 1), bn);
  const identity = builder.layer(relu, builder.layer({ kind: 'add' }, first, stem));
  const second = sequence(builder, identity, unbiased(6, 3, 1, 2), bn, { kind: 'swish' }, unbiased(6, 3, 1), bn);
  const squeezed = sequence(builder, second, { kind: 'global_avgpool' }, fc(3), relu, fc(6), { kind: 'sigmoid' });
  const excited = builder.layer({ kind: 'mul' }, second, squeezed);
  const projected = sequence(builder, identity, unbiased(6, 1, 0, 2), bn);
  const joined = builder.layer({ kind: 'add' }, excited, projected);
  const before = sequence(builder, joined, bn, relu);
  const third = sequence(builder, before, unbiased(9, 3, 1, 2), bn, relu, unbiased(9, 3, 1));
  const optionA = builder.layer({ kind: 'shortcut', filters: 9, stride: [2, 2] }, joined);
  const last = builder.layer({ kind: 'add' }, third, optionA);
  return builder.graph(sequence(builder, last, bn, relu, { kind: 'global_avgpool' }, fc(3)));
}

/** Long skips through crop and concat, upsampling by transposed convolution and interpolation, scores per pixel. */
export function smallUNet(): Graph {
  const builder = graphBuilder('SmallUNet');
  const image = builder.input(12, 12, 2);
  const high = sequence(builder, image, conv(3, 3, 0), relu);
  const middle = sequence(builder, high, maxpool2, conv(4, 3, 1), { kind: 'group_norm', groups: 2, eps: 1e-5 }, relu);
  const low = sequence(builder, middle, { kind: 'avgpool', window: windowOf(2, { stride: [2, 2] }), countPad: true });
  const deep = sequence(builder, low, conv(5, 3, 1), { kind: 'gelu' }, { kind: 'layer_norm', eps: 1e-6 });
  const wider = builder.layer({ kind: 'upsample', factor: [2, 2], mode: 'bilinear' }, deep);
  const middleSkip = builder.layer({ kind: 'crop', by: { top: 0, left: 0, bottom: 1, right: 1 } }, middle);
  const joined = builder.layer({ kind: 'concat' }, middleSkip, wider);
  const up = builder.layer(
    {
      kind: 'upconv',
      filters: 3,
      window: windowOf(2, { stride: [2, 2] }),
      outputPadding: [0, 0],
      groups: 1,
      bias: true,
    },
    builder.layer(relu, builder.layer(conv(4, 3, 1), joined)),
  );
  const highSkip = builder.layer({ kind: 'crop', by: padded(1) }, high);
  const last = sequence(
    builder,
    builder.layer({ kind: 'concat' }, highSkip, up),
    conv(3, 3, 1),
    relu,
    { kind: 'pad', by: { top: 1, left: 0, bottom: 0, right: 2 } },
    { kind: 'upsample', factor: [1, 2], mode: 'nearest' },
    conv(1, 1, 0),
  );
  return builder.graph(last);
}

/** Inception's branches, two heads with weights, response normalisation, grouped and shuffled channels. */
export function smallInception(): Graph {
  const builder = graphBuilder('SmallInception');
  const image = builder.input(9, 9, 3);
  const stem = sequence(builder, image, conv(6, 3, 1), relu, { kind: 'lrn', size: 3, alpha: 0.5, beta: 0.75, k: 1 });
  const branches = (from: number, n: number) => [
    sequence(builder, from, conv(n, 1, 0), relu),
    sequence(builder, from, conv(2, 1, 0), relu, conv(n + 1, 3, 1), relu),
    sequence(builder, from, conv(2, 1, 0), { kind: 'leaky_relu', slope: 0.1 }, conv(2, 5, 2), relu),
    sequence(builder, from, { kind: 'maxpool', window: windowOf(3, { padding: padded(1) }) }, conv(2, 1, 0), relu),
  ];
  const one = builder.layer({ kind: 'concat' }, ...branches(stem, 3));
  const aux = sequence(builder, one, { kind: 'global_maxpool' }, fc(4), { kind: 'tanh' }, fc(3));
  const left = builder.layer({ kind: 'part', index: 1, of: 11 }, one);
  const right = builder.layer({ kind: 'part', index: 2, of: 11 }, one);
  const concatenated = builder.layer({ kind: 'concat' }, left, right, one);
  const two = builder.layer({ kind: 'concat' }, ...branches(concatenated, 1));
  const apart = sequence(builder, two, { kind: 'pad', by: padded(1) }, maxpool2);
  const depthwise = sequence(
    builder,
    apart,
    { kind: 'depthwise', multiplier: 2, window: windowOf(3, { padding: padded(1) }), bias: true },
    { kind: 'shuffle', groups: 2 },
    { kind: 'hard_swish' },
    { kind: 'scale', init: 1 },
    { kind: 'dropout', rate: 0.3 },
  );
  return builder.graph(sequence(builder, depthwise, { kind: 'global_avgpool' }, fc(3)), [aux, 0.3]);
}

/** Inverted bottlenecks: depthwise between pointwise convolutions, all normalised; a head with dropout. */
export function smallMobileNet(): Graph {
  const builder = graphBuilder('SmallMobileNet');
  const image = builder.input(8, 8, 3);
  const depthwise = (stride: number) =>
    ({
      kind: 'depthwise',
      multiplier: 1,
      window: windowOf(3, { stride: [stride, stride], padding: padded(1) }),
      bias: false,
    }) as const;
  const stem = sequence(builder, image, unbiased(4, 3, 1), bn, { kind: 'hard_swish' });
  const bottleneck = (from: number, wide: number, filters: number, stride: number) =>
    sequence(
      builder,
      from,
      ...[unbiased(wide, 1, 0), bn, { kind: 'relu6' } as const],
      ...[depthwise(stride), bn, { kind: 'relu6' } as const],
      ...[unbiased(filters, 1, 0), bn],
    );
  const same = builder.layer({ kind: 'add' }, bottleneck(stem, 8, 4, 1), stem);
  const down = bottleneck(same, 12, 6, 2);
  const head = sequence(builder, down, unbiased(16, 1, 0), bn, { kind: 'swish' }, { kind: 'global_avgpool' });
  return builder.graph(sequence(builder, head, fc(8), relu, { kind: 'dropout', rate: 0.2 }, fc(3)));
}

/** Smooth activations, learned slopes, and channels that become pixels and pixels that become channels. */
export function smallUpscaler(): Graph {
  const builder = graphBuilder('SmallUpscaler');
  const image = builder.input(6, 8, 3);
  const stem = sequence(builder, image, conv(8, 3, 1), { kind: 'elu', alpha: 1 }, unbiased(5, 3, 1), bn);
  const learned = sequence(builder, stem, { kind: 'prelu', shared: false, init: 0.25 }, conv(5, 3, 1));
  const normalised = sequence(builder, learned, { kind: 'instance_norm', eps: 1e-3, affine: false }, { kind: 'mish' });
  const joined = builder.layer({ kind: 'add' }, normalised, stem);
  const shared = sequence(builder, joined, { kind: 'prelu', shared: true, init: -0.3 }, conv(4, 3, 1), {
    kind: 'selu',
  });
  const styled = builder.layer({ kind: 'instance_norm', eps: 1e-3, affine: true }, shared);
  const folded = sequence(builder, styled, { kind: 'space_to_depth', block: 2 }, conv(8, 3, 1), relu);
  const unfolded = builder.layer({ kind: 'depth_to_space', block: 2 }, folded);
  const skipped = builder.layer({ kind: 'concat' }, unfolded, styled);
  const last = sequence(builder, skipped, unbiased(8, 1, 0), { kind: 'softplus' }, { kind: 'global_avgpool' });
  return builder.graph(sequence(builder, last, { kind: 'elu', alpha: -0.5 }, fc(3)));
}
