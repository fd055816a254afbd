// Hovers and inlay hints as an editor sees them, over the real protocol.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InlayHint, MarkupContent } from 'vscode-languageserver/node';
import { readCursor, renderHints } from '../support/markers.js';
import { lenet5, textbookPattern } from './networks.js';
import { type RunningServer, startServer } from './running-server.js';

let server: RunningServer;
let session: RunningServer['session'];
let open: RunningServer['open'];

beforeAll(async () => {
  server = await startServer();
  ({ session, open } = server);
}, 60_000);

afterAll(() => server.stop());

/** The hover at `<|>`, as markdown; undefined where there is none. */
async function hoverAt(fixture: string, name?: string): Promise<string | undefined> {
  const { text, position } = readCursor(fixture);
  const hover = await session.hover(await open(text, name), position);
  return (hover?.contents as MarkupContent | undefined)?.value;
}

async function hintsOf(text: string): Promise<string> {
  const hints = await session.inlayHints(await open(text));
  return renderHints(text, hints as (InlayHint & { label: string })[]);
}

describe('hover on what a job says', () => {
  const job = (settings: string) => `network A { input(28x28x1) -> fc(10) }\ntrain A { ${settings} }`;

  it('explains a setting by its name, and its value as the built-in it is', async () => {
    const setting = await hoverAt(job('data = digits sche<|>dule = cosine epochs = 3'));
    expect(setting).toContain('schedule = constant');
    expect(setting).toContain('How the learning rate goes, in epochs.');
    expect(await hoverAt(job('schedule = co<|>sine epochs = 3'))).toContain('cosine(end=0)');
  });

  it('does not take an argument of a call for a setting', async () => {
    expect(await hoverAt(job('schedule = warmup(ep<|>ochs=2) epochs = 3'))).toBeUndefined();
    expect(await hoverAt(job('schedule = warmup(2) ep<|>ochs = 3'))).toContain(
      'How often every training image is seen.',
    );
  });
});

describe('hover', () => {
  it('opens with the row of the textbook, then puts the numbers into the formulas', async () => {
    const hover = await hoverAt(lenet5.replace('conv(6', 'co<|>nv(6'));
    expect(hover).toContain('LeNet5 · 2nd of 12 layers');
    expect(hover).toContain('CONV5-6: [28x28x6]   memory: 28*28*6 = 4.7K   weights: (5*5*1)*6 = 150');
    expect(hover).toContain('| output | 28x28x6: `(28 - 5 + 2*2)/1 + 1 = 28` |');
    expect(hover).toContain('| activations | 4,704 = 18.4 KiB an image, 36.8 KiB with their gradients |');
    expect(hover).toContain('| parameters | 150 weights + 6 biases = 624 B, 1.8 KiB with gradients and momentum |');
    expect(hover).toContain('| operations | 118K multiply-accumulates, 28 % of the network |');
    expect(hover).toContain('| receptive field | 5x5, stride 1, first centre at 0 |');
    expect(hover).toMatch(/\| this job \| batch 64: 2\.3 MiB with gradients; the whole step holds [\d.]+ MiB \|/);
    expect(hover).toContain('Convolution: each of the `filters` slides a window');
  });

  it('puts asymmetric padding, stride, dilation and rounding into the formula', async () => {
    const hover = await hoverAt(
      'network A { input(30x12x3) -> con<|>v(8, 3x5, stride=2, pad=(1, 0, 0, 2), dilation=2) -> fc(2) }',
    );
    // (30 - (2*2+1) + 1)/2 + 1 = 14; (12 - (2*4+1) + 2)/2 + 1 = 3.5
    expect(hover).toContain(
      '14x3x8: height `(30 - (2*(3 - 1) + 1) + 1 + 0)/2 + 1 = 14`, ' +
        'width `(12 - (2*(5 - 1) + 1) + 0 + 2)/2 + 1 = 3.5`, rounded down to 3',
    );
  });

  it('shows the instances of a repeat side by side', async () => {
    const hover = await hoverAt(textbookPattern.replace('POOL', 'PO<|>OL'), 'pattern.cnn');
    expect(hover).toContain('3 instances');
    expect(hover).toMatch(/\| output \| 16x16x32: [^|]+ \| 8x8x32: [^|]+ \| 4x4x32: [^|]+ \|/);
  });

  it('sums up a network at its name, where it is defined and where it is trained', async () => {
    const defined = await hoverAt(lenet5.replace('LeNet5', 'LeNet<|>5'));
    expect(defined).toContain('| parameters | 61,706 = 61,470 weights + 236 biases, 241 KiB |');
    expect(defined).toContain('| operations | 417K multiply-accumulates an image, 833K FLOPs |');
    expect(defined).toContain('INPUT -> [CONV -> RELU -> POOL]*2 -> [FC -> RELU]*2 -> FC');
    expect(defined).toContain('with batch 64 and sgd(lr=0.05, momentum=0.9) (as the job says)');
    expect(await hoverAt(lenet5.replace('train LeNet5', 'train <|>LeNet5'))).toBe(defined);
  });

  it('explains a built-in name', async () => {
    expect(await hoverAt(lenet5.replace('sgd', 's<|>gd'))).toContain('Stochastic gradient descent');
  });

  it('says nothing where nothing stands, and never breaks on a broken file', async () => {
    expect(await hoverAt(lenet5.replace('  input', '<|>  input'))).toBeUndefined();
    expect(await hoverAt('network A { input(28x28x1) -> conv(<|>')).toContain('conv(');
    expect(await hoverAt('network A { input(8x8x1) -> conv(4, 11x11, pad=0<|>) }')).toContain(
      'the window does not fit',
    );
  });

  it('escapes what a file could smuggle into the markdown', async () => {
    const hover = await hoverAt('INP<|>UT(8x8x1) -> FC(10)', '%5Bclick%5D(http:%2F%2Fexample.org)%3Cb%3E|x.cnn');
    expect(hover).not.toMatch(/[^\\]\[click/);
    expect(hover).not.toMatch(/[^\\]<b/);
  });
});

describe('inlay hints', () => {
  it('stand where the shape or the field changes', async () => {
    expect(await hintsOf(lenet5)).toBe(`network LeNet5 {
  input(28x28x1)
  -> conv(6, 5x5)⟨28x28x6 · rf 5⟩         -> relu -> maxpool(2)⟨14x14x6 · rf 6⟩
  -> conv(16, 5x5, pad=0)⟨10x10x16 · rf 14⟩ -> relu -> maxpool(2)⟨5x5x16 · rf 16⟩
  -> fc(120)⟨120⟩ -> relu -> fc(84)⟨84⟩ -> relu -> fc(10)⟨10⟩
}
train LeNet5 {
  data      = digits
  optimizer = sgd(lr=0.05, momentum=0.9)
  batch     = 64
  epochs    = 2
}
`);
  });

  it('show first and last where the instances of a repeat differ', async () => {
    expect(await hintsOf(textbookPattern)).toBe(
      'INPUT(32x32x3) -> [CONV(32)⟨32x32x32 … 8x8x32 · rf 3 … 24⟩ -> RELU -> CONV(32)⟨32x32x32 … 8x8x32 · rf 5 … 32⟩' +
        ' -> RELU -> POOL⟨16x16x32 … 4x4x32 · rf 6 … 36⟩]*3 -> [FC(256)⟨256⟩ -> RELU]*2 -> FC(10)⟨10⟩\n',
    );
  });

  it('write a rectangular field as rows x columns', async () => {
    expect(await hintsOf('network A { input(9x9x1) -> conv(2, 1x7) -> conv(2, 3x1) }')).toBe(
      'network A { input(9x9x1) -> conv(2, 1x7)⟨9x9x2 · rf 1x7⟩ -> conv(2, 3x1)⟨9x9x2 · rf 3x7⟩ }',
    );
  });

  it('follow the settings', async () => {
    const text = 'network A { input(9x9x1) -> conv(2) -> relu -> fc(3) }';
    await session.configure({ inlayHints: { shape: true, receptiveField: false } });
    await expect.poll(() => hintsOf(text)).toBe('network A { input(9x9x1) -> conv(2)⟨9x9x2⟩ -> relu -> fc(3)⟨3⟩ }');
    await session.configure({ inlayHints: { shape: false, receptiveField: true } });
    await expect.poll(() => hintsOf(text)).toBe('network A { input(9x9x1) -> conv(2)⟨rf 3⟩ -> relu -> fc(3) }');
    await session.configure({ inlayHints: { shape: 'yes' } });
    await expect.poll(() => hintsOf(text)).toContain('⟨9x9x2 · rf 3⟩');
  });

  it('show what padding came to where it is asked for', async () => {
    const text = [
      'defaults { maxpool(pad=1) }',
      'network A { input(32x32x8) -> conv(9, 5x3) -> depthwise -> depthwise() -> conv(8, 3x3, 1, same, dilation=2)',
      '  -> maxpool(3, stride=2) -> conv(8, pad=1) -> avgpool(2) -> [conv(8, 3x3 /* same */, pad = same) -> maxpool(2, pad=0)]*2 }',
    ].join('\n');
    await session.configure({ inlayHints: { shape: false, receptiveField: false, padding: true } });
    await expect
      .poll(() => hintsOf(text))
      .toBe(
        [
          'defaults { maxpool(pad=1) }',
          'network A { input(32x32x8) -> conv(9, 5x3⟨, pad=2x1⟩) -> depthwise⟨(pad=1)⟩ -> depthwise(⟨pad=1⟩) -> conv(8, 3x3, 1, same⟨= 2⟩, dilation=2)',
          '  -> maxpool(3, stride=2⟨, pad=1⟩) -> conv(8, pad=1) -> avgpool(2) -> [conv(8, 3x3 /* same */, pad = same⟨= 1⟩) -> maxpool(2, pad=0)]*2 }',
        ].join('\n'),
      );
    const varied = 'block B(k) { conv(8, k) }\nnetwork A { input(32x32x8) -> B(3x3) -> B(5x5) }';
    expect(await hintsOf(varied)).toContain('conv(8, k⟨, pad=1 … 2⟩)');
    const uri = await open(varied);
    const [hint] = (await session.inlayHints(uri))!;
    const hover = await session.hover(uri, { line: 0, character: 14 });
    expect((await session.resolveHint(hint)).tooltip).toEqual(hover?.contents);
    await session.configure({});
    await expect.poll(() => hintsOf(varied)).not.toContain('pad=');
  });

  it('have the hover as their tooltip', async () => {
    const uri = await open(lenet5);
    const [first] = (await session.inlayHints(uri))!;
    expect(first.tooltip).toBeUndefined();
    const resolved = await session.resolveHint(first);
    const hover = await session.hover(uri, { line: 2, character: 6 });
    expect(resolved.tooltip).toEqual(hover?.contents);
  });
});
