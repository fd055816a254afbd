// Hovers on layers, blocks, networks, settings and built-ins, and what they say of the textbook's networks.
import { describe, expect, it } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver';
import { parseCnn } from '../../../language/index.js';
import { formatBytes } from '../../../model/index.js';
import { type AdapterProfile, unknownGpu } from '../../../runtime/backends/webgpu/adapter-profile.js';
import { hover } from '../../../server/features/hover.js';
import { f16Bytes, planTraining } from '../../support/gpu-planning.js';
import { differentAdapter, softwareAdapter } from '../support/adapters.js';
import { cifarSmall, lenet5, textbookPattern } from '../support/networks.js';
import { askAt, putCursor, readExample, type SnapshotOptions } from '../support/snapshots.js';

/** The hover at `<|>`, as Markdown; undefined where there is none. */
function hoverAt(fixture: string, options?: SnapshotOptions): string | undefined {
  return (askAt(hover, fixture, options)?.contents as MarkupContent | undefined)?.value;
}

/** The hover at `<|>` in a piece of an example. */
function hoverInExample(name: string, fixture: string): string | undefined {
  return hoverAt(putCursor(readExample(name), fixture), { name: `${name}.cnn` });
}

// Whole hovers, as an editor shows them: `npx vitest run -u --project unit test/server` writes them again.
it.each([
  ['layer', lenet5.replace('conv(6', 'co<|>nv(6')],
  ['repeated-layer', textbookPattern.replace('POOL', 'PO<|>OL')],
  ['block', putCursor(readExample('resnet20'), 'block Ba<|>sic')],
  ['network', lenet5.replace('LeNet5', 'LeNet<|>5')],
  ['network-with-errors', 'network A<|> { input(8x8x1) -> conv(4) -> conf(2) -> fc(10) }'],
  ['setting', 'network A { input(28x28x1) -> fc(10) }\ntrain A { sche<|>dule = cosine }'],
  ['built-in', lenet5.replace('sgd', 's<|>gd')],
])('shows the whole of a %s', async (name, fixture) => {
  await expect(`${hoverAt(fixture)}\n`).toMatchFileSnapshot(`snapshots/hover-${name}.txt`);
});

describe('on a setting of a job', () => {
  const job = (settings: string) => `network A { input(28x28x1) -> fc(10) }\ntrain A { ${settings} }`;

  it('explains a setting by its name, and its value as the built-in it is', () => {
    const setting = hoverAt(job('data = digits sche<|>dule = cosine epochs = 3'));
    expect(setting).toContain('schedule = constant');
    expect(setting).toContain('How the learning rate changes over the epochs.');
    expect(hoverAt(job('schedule = co<|>sine epochs = 3'))).toContain('cosine(end=0)');
    expect(hoverAt(job('augment = cr<|>op(24x24)'))).toContain('crop(size, pad=0)');
  });

  it('does not take an argument of a call for a setting', () => {
    expect(hoverAt(job('schedule = warmup(ep<|>ochs=2) epochs = 3'))).toBeUndefined();
    expect(hoverAt(job('schedule = warmup(2) ep<|>ochs = 3'))).toContain(
      'How many times training goes through all training images.',
    );
  });
});

describe('on a layer', () => {
  it('opens with the row of the textbook, then puts the numbers into the formulas', () => {
    const layer = hoverAt(lenet5.replace('conv(6', 'co<|>nv(6'));
    expect(layer).toContain('LeNet5 · 2nd of 12 layers');
    expect(layer).toContain('CONV5-6: [28x28x6]   memory: 28*28*6 = 4.7K   weights: (5*5*1)*6 = 150');
    expect(layer).toContain('| output | 28x28x6: `(28 - 5 + 2*2)/1 + 1 = 28` |');
    expect(layer).toContain('| activations | 4,704 = 18.4 KiB per image, 36.8 KiB with their gradients |');
    expect(layer).toContain('| parameters | 150 weights + 6 biases = 624 B, 1.8 KiB with gradients and momentum |');
    expect(layer).toContain('| operations | 118K multiply-accumulates, 28 % of the network |');
    expect(layer).toContain('| receptive field | 5x5, stride 1, first unit centred at pixel 0 |');
    expect(layer).toMatch(/\| this job \| batch 64: 2\.3 MiB with gradients; the whole step takes [\d.]+ MiB \|/);
    expect(layer).toContain('Convolution: each of the `filters` slides a window');
  });

  it('gives the receptive fields of units that differ, and says where they see the whole input', () => {
    const fieldAt = (text: string) => /\| receptive field \| (.*) \|/.exec(hoverAt(text) ?? '')?.[1];
    const network = 'network A { input(32x32x1) -> conv(8, stride=2) -> conv(8, stride=2) -> upsample(4) -> conv(8)';
    expect(fieldAt(`${network.replace('conv(8)', 'co<|>nv(8)')} -> fc(3) }`)).toBe('7x7 … 11x11, by the unit');
    expect(fieldAt(`${network} -> f<|>c(3) }`)).toBe('whole input');
    expect(fieldAt('network A { input(4x4x1) -> co<|>nv(1, 9x9) }')).toBe(
      '9x9, stride 1, first unit centred at pixel 0; every unit sees the whole input',
    );
    expect(fieldAt('network A { input(8x8x1) -> a<|>dd(conv(1, stride=2), maxpool(2)) }')).toBe(
      '3x3, stride 2, first unit centred at pixel 0; its branches are not centred on the same pixels',
    );
  });

  it('puts asymmetric padding, stride, dilation and rounding into the formula', () => {
    const layer = hoverAt(
      'network A { input(30x12x3) -> con<|>v(8, 3x5, stride=2, pad=(1, 0, 0, 2), dilation=2) -> fc(2) }',
    );
    // (30 - (2*2+1) + 1)/2 + 1 = 14; (12 - (2*4+1) + 2)/2 + 1 = 3.5
    expect(layer).toContain(
      '14x3x8: height `(30 - (2*(3 - 1) + 1) + 1 + 0)/2 + 1 = 14`, ' +
        'width `(12 - (2*(5 - 1) + 1) + 0 + 2)/2 + 1 = 3.5`, rounded down to 3',
    );
  });

  it('shows the instances of a repeat side by side', () => {
    const layer = hoverAt(textbookPattern.replace('POOL', 'PO<|>OL'), { name: 'pattern.cnn' });
    expect(layer).toContain('3 instances');
    expect(layer).toMatch(/\| output \| 16x16x32: [^|]+ \| 8x8x32: [^|]+ \| 4x4x32: [^|]+ \|/);
  });

  it('shows three of many instances, and the first and last values of all (ResNet)', () => {
    const layer = hoverInExample('resnet', '<|>conv(mid, 3x3, stride=stride)');
    // Four stages' blocks in ResNet-50, -101 and -152.
    expect(layer).toContain(`${16 + 33 + 50} instances`);
    expect(layer).toContain(`and ${16 + 33 + 50 - 3} more, from first to last: output 56x56x64 … 7x7x512`);
    expect(layer).toContain('| arguments | `filters = mid = 64`, `stride = 1` |');
    expect(layer).toContain('By default `pad=same` (`1`), `dilation=1`, `groups=1`.');
    expect(layer).toContain('By `defaults` in line 3: `bias=false`.');
  });

  it('puts a transposed convolution into its formula (U-Net)', () => {
    expect(hoverInExample('unet', 'crop(border), <|>upconv(filters)')).toContain(
      '56x56x512: `(28 - 1)*2 - 2*0 + 2 = 56`',
    );
  });
});

describe('on a block', () => {
  it('sums up a block where it is declared and where it is called (ResNet)', () => {
    const declared = hoverInExample('resnet', 'block <|>Bottleneck(mid, stride=1');
    expect(declared).toContain('block Bottleneck(mid, stride=1, skip=identity)');
    expect(declared).toContain('Used 16 times in ResNet50, 33 times in ResNet101, 50 times in ResNet152');
    const called = hoverInExample('resnet', '-> <|>Stage(512, 3)');
    expect(called).toContain('| output | 14x14x1024 to 7x7x2048, ');
    // 14,964,736 parameters, as torchvision's `layer4` has.
    expect(called).toContain('| parameters | 14,953,472 weights + 11,264 biases');
  });

  it('explains a block of an imported file where it is called, and the import not at all', () => {
    const files = { 'unit.cnn': '// A unit\nblock Unit(n, act=relu) { conv(n) -> act }\n' };
    const network = 'import "unit.cnn"\nnetwork A { input(8x8x1) -> Unit(4) -> fc(10) }\n';
    const unit = hoverAt(putCursor(network, 'Un<|>it(4)'), { files });
    expect(unit).toContain('block Unit(n, act=relu)');
    expect(unit).toContain('A unit');
    expect(unit).toContain('| parameters | 36 weights + 4 biases');
    expect(hoverAt(putCursor(network, '"un<|>it.cnn"'), { files })).toBeUndefined();
  });
});

describe('on a network', () => {
  it('sums up a network at its name, where it is defined and where it is trained', () => {
    const defined = hoverAt(lenet5.replace('LeNet5', 'LeNet<|>5'));
    expect(defined).toContain('| parameters | 61,706 = 61,470 weights + 236 biases, 241 KiB |');
    expect(defined).toContain('| operations | 417K multiply-accumulates per image, 833K FLOPs |');
    expect(defined).toContain('INPUT -> [CONV -> RELU -> POOL]*2 -> [FC -> RELU]*2 -> FC');
    expect(defined).toContain('with batch 64 and sgd(lr=0.05, momentum=0.9) (as its `train` statement says)');
    expect(hoverAt(lenet5.replace('train LeNet5', 'train <|>LeNet5'))).toBe(defined);
  });

  it('counts running statistics apart, and shows no pattern where there is none (ResNet)', () => {
    const network = hoverInExample('resnet', '<|>ResNet50 {');
    expect(network).toContain('| parameters | 25,557,032 = ');
    expect(network).toContain('| buffers | 53,120 running statistics');
    expect(network).not.toContain('INPUT ->');
  });

  it('separates what only the auxiliary heads need (GoogLeNet)', () => {
    const network = hoverInExample('googlenet', '<|>GoogLeNet {');
    expect(network).toContain('| parameters | 13,378,280 = ');
    expect(network).toContain(`| auxiliary | ${(13_378_280 - 6_998_552).toLocaleString('en-US')} parameters`);
  });
});

describe('memory', () => {
  const { networks, jobs } = parseCnn(cifarSmall, 'cifar.cnn');
  const [{ graph }, job] = [networks[0], jobs[0].job!];
  const network = cifarSmall.replace('train CifarSmall', 'train Ci<|>farSmall');
  const bytesOn = (adapter?: AdapterProfile) => formatBytes(planTraining(graph, { ...job, adapter }).plan.bytes);
  const halved = (adapter: AdapterProfile) => formatBytes(f16Bytes(graph, { ...job, adapter }));

  it('is planned for the adapter last seen, which it names', () => {
    expect(hoverAt(network)).toContain(`${bytesOn()} with batch 32`);
    expect(bytesOn(softwareAdapter.profile)).not.toBe(bytesOn());
    const planned = hoverAt(network, { adapter: softwareAdapter });
    expect(planned).toContain(`${bytesOn(softwareAdapter.profile)} with batch 32`);
    expect(planned).toMatch(/\| planned for \| google swiftshader .*, the adapter last seen \|/);
    expect(hoverAt(cifarSmall.replace('conv(32)', 'co<|>nv(32)'), { adapter: softwareAdapter })).toContain(
      `the whole step takes ${bytesOn(softwareAdapter.profile)}, planned for google swiftshader`,
    );
  });

  it('says what a step takes in 16 bits, and plans for that where the job asks and the adapter can', () => {
    const wide = { ...differentAdapter, profile: { ...differentAdapter.profile, f16: true } };
    const row = (text = '') => text.split('\n').find((line) => line.startsWith('| with f16'));
    expect(row(hoverAt(network))).toContain(
      `${halved(unknownGpu)}, keeping activations in 16 bits, on an adapter that can`,
    );
    expect(row(hoverAt(network, { adapter: softwareAdapter }))).toContain('not on this adapter');
    const halvedJob = network.replace('batch', 'storage = f16  batch');
    expect(hoverAt(halvedJob, { adapter: softwareAdapter })).toContain(
      `${bytesOn(softwareAdapter.profile)} with batch 32`,
    );
    const onWide = hoverAt(halvedJob, { adapter: wide });
    expect(halved(wide.profile)).not.toBe(bytesOn(wide.profile));
    expect(onWide).toContain(`${halved(wide.profile)} with batch 32`);
    expect(row(onWide)).toContain(`${halved(wide.profile)}, keeping activations in 16 bits |`);
  });
});

describe('on anything else', () => {
  it('explains a built-in name', () => {
    expect(hoverAt(lenet5.replace('sgd', 's<|>gd'))).toContain('Stochastic gradient descent');
  });

  it('says nothing where there is nothing to explain, and never breaks on a broken file', () => {
    expect(hoverAt(lenet5.replace('  input', '<|>  input'))).toBeUndefined();
    expect(hoverAt('network A { input(28x28x1) -> conv(<|>')).toContain('conv(');
    expect(hoverAt('network A { input(8x8x1) -> conv(4, 11x11, pad=0<|>) }')).toContain('the window does not fit');
  });

  it('escapes what a file could smuggle into the Markdown', () => {
    const name = '%5Bclick%5D(http:%2F%2Fexample.org)%3Cb%3E|x.cnn';
    const escaped = hoverAt('INP<|>UT(8x8x1) -> FC(10)', { name });
    expect(escaped).not.toMatch(/[^\\]\[click/);
    expect(escaped).not.toMatch(/[^\\]<b/);
  });
});

it('explains a function of numbers', () => {
  const text = 'network A { input(8x8x1) -> conv(ro<|>und(1.4*8, to=8)) -> fc(10) }';
  expect(hoverAt(text)).toMatch(/^```cnn\nround\(x, to=1\)\n```\n\nThe multiple of `to` nearest to `x`/);
});
