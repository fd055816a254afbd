// Inlay hints: what they say of shapes, receptive fields and padding, where they are, and their tooltips.
import { describe, expect, it } from 'vitest';
import type { InlayHint } from 'vscode-languageserver';
import { hover } from '../../../server/features/hover.js';
import { inlayHints } from '../../../server/features/inlay-hints/inlay-hints.js';
import { inlayHintTooltip } from '../../../server/features/inlay-hints/tooltip.js';
import type { Snapshot } from '../../../server/workspace/snapshot.js';
import { renderHints } from '../../support/markers.js';
import { lenet5, textbookPattern } from '../support/networks.js';
import { ask, readExample, type SnapshotOptions, takeSnapshot } from '../support/snapshots.js';

function hintsOf(snapshot: Snapshot): (InlayHint & { label: string })[] {
  const range = { start: { line: 0, character: 0 }, end: { line: 100_000, character: 0 } };
  const textDocument = { uri: snapshot.file.document.uri };
  return inlayHints.handle(snapshot, { textDocument, range }) as (InlayHint & { label: string })[];
}

/** The text with its hints. */
function hinted(text: string, options?: SnapshotOptions): string {
  return renderHints(text, hintsOf(takeSnapshot(text, options)));
}

/** A line of an example with its hints. */
function hintedLine(example: string, start: string): string | undefined {
  const lines = hinted(readExample(example)).split('\n');
  return lines.map((line) => line.trim()).find((line) => line.startsWith(start));
}

// Whole examples with their hints: `npx vitest run -u --project unit test/server` writes them again.
it.each(['resnet20', 'googlenet', 'unet'])('shows the hints of %s', async (example) => {
  await expect(hinted(readExample(example))).toMatchFileSnapshot(`snapshots/inlay-hints-${example}.txt`);
});

describe('shapes and receptive fields', () => {
  it('are shown where they change', () => {
    expect(hinted(lenet5)).toBe(`network LeNet5 {
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

  it('show first and last where the instances of a repeat differ', () => {
    expect(hinted(textbookPattern)).toBe(
      'INPUT(32x32x3) -> [CONV(32)⟨32x32x32 … 8x8x32 · rf 3 … 24⟩ -> RELU -> CONV(32)⟨32x32x32 … 8x8x32 · rf 5 … 32⟩' +
        ' -> RELU -> POOL⟨16x16x32 … 4x4x32 · rf 6 … 36⟩]*3 -> [FC(256)⟨256⟩ -> RELU]*2 -> FC(10)⟨10⟩\n',
    );
  });

  it('write a rectangular field as rows x columns', () => {
    expect(hinted('network A { input(9x9x1) -> conv(2, 1x7) -> conv(2, 3x1) }')).toBe(
      'network A { input(9x9x1) -> conv(2, 1x7)⟨9x9x2 · rf 1x7⟩ -> conv(2, 3x1)⟨9x9x2 · rf 3x7⟩ }',
    );
  });

  it('give the range where units see different parts, and the whole input', () => {
    expect(
      hinted('network A { input(9x9x1) -> maxpool(3) -> upsample(3) -> conv(2) -> mul(identity, global_avgpool) }'),
    ).toBe(
      'network A { input(9x9x1) -> maxpool(3)⟨3x3x1 · rf 3⟩ -> upsample(3)⟨9x9x1⟩ -> conv(2)⟨9x9x2 · rf 3 … 6⟩' +
        ' -> mul(identity, global_avgpool⟨2 · rf whole input⟩)⟨9x9x2 · rf whole input⟩ }',
    );
    expect(hinted('network A { input(9x9x1) -> [conv(1) -> upsample(3)]*2 }')).toBe(
      'network A { input(9x9x1) -> [conv(1)⟨9x9x1 … 27x27x1 · rf 3 … 4⟩ -> upsample(3)⟨27x27x1 … 81x81x1⟩]*2 }',
    );
  });

  it('follow the settings', () => {
    const text = 'network A { input(9x9x1) -> conv(2) -> relu -> fc(3) }';
    expect(hinted(text, { settings: { shape: true, receptiveField: false } })).toBe(
      'network A { input(9x9x1) -> conv(2)⟨9x9x2⟩ -> relu -> fc(3)⟨3⟩ }',
    );
    expect(hinted(text, { settings: { shape: false, receptiveField: true } })).toBe(
      'network A { input(9x9x1) -> conv(2)⟨rf 3⟩ -> relu -> fc(3) }',
    );
    expect(hinted(text)).toContain('⟨9x9x2 · rf 3⟩');
  });

  it('follow every block, and show first … last in a block (ResNet)', () => {
    expect(hintedLine('resnet', 'input(224x224x3) -> Stem⟨56x56x64 · rf 11⟩ -> Stage(64, 3, stride=1)')).toBe(
      'input(224x224x3) -> Stem⟨56x56x64 · rf 11⟩ -> Stage(64, 3, stride=1)⟨56x56x256 · rf 35⟩' +
        ' -> Stage(128, 4)⟨28x28x512 · rf 91⟩ -> Stage(256, 6)⟨14x14x1024 · rf 267⟩' +
        ' -> Stage(512, 3)⟨7x7x2048 · rf 427⟩ -> Head⟨1000⟩',
    );
    expect(hintedLine('resnet', 'conv(mid, 1x1)')).toMatch(
      /^conv\(mid, 1x1\)⟨56x56x64 … 7x7x512(?: · rf [^⟩]+)?⟩ -> bn/,
    );
  });

  it('follow skips (U-Net)', () => {
    // The bottom sees 140; two 3x3 convolutions add 4 steps of 8 and 4 pixels. Further up they stay within the pixels
    // that neighbours were upsampled from, or reach one step of 16 further.
    expect(hintedLine('unet', '-> Up(512')).toBe(
      '-> Up(512, d4, 4)⟨52x52x512 · rf 172⟩ -> Up(256, d3, 16)⟨100x100x256 · rf 188⟩' +
        ' -> Up(128, d2, 40)⟨196x196x128 · rf 188 … 204⟩ -> Up(64, d1, 88)⟨388x388x64⟩',
    );
  });

  it('are shown for a call of an imported block, and not for what is inside of it', () => {
    const files = { 'unit.cnn': '// A unit\nblock Unit(n, act=relu) { conv(n) -> act }\n' };
    expect(hinted('import "unit.cnn"\nnetwork A { input(8x8x1) -> Unit(4) -> fc(10) }\n', { files })).toBe(
      'import "unit.cnn"\nnetwork A { input(8x8x1) -> Unit(4)⟨8x8x4 · rf 3⟩ -> fc(10)⟨10⟩ }\n',
    );
  });
});

describe('padding', () => {
  const settings = { shape: false, receptiveField: false, padding: true };
  const varied = 'block B(k) { conv(8, k) }\nnetwork A { input(32x32x8) -> B(3x3) -> B(5x5) }';

  it('is shown where a call does not give it as a number', () => {
    const text = [
      'defaults { maxpool(pad=1) }',
      'network A { input(32x32x8) -> conv(9, 5x3) -> depthwise -> depthwise() -> conv(8, 3x3, 1, same, dilation=2)',
      '  -> maxpool(3, stride=2) -> conv(8, pad=1) -> avgpool(2)',
      '  -> [conv(8, 3x3 /* same */, pad = same) -> maxpool(2, pad=0)]*2 }',
    ];
    expect(hinted(text.join('\n'), { settings }).split('\n')).toEqual([
      text[0],
      'network A { input(32x32x8) -> conv(9, 5x3⟨, pad=2x1⟩) -> depthwise⟨(pad=1)⟩ -> depthwise(⟨pad=1⟩)' +
        ' -> conv(8, 3x3, 1, same⟨= 2⟩, dilation=2)',
      '  -> maxpool(3, stride=2⟨, pad=1⟩) -> conv(8, pad=1) -> avgpool(2)',
      '  -> [conv(8, 3x3 /* same */, pad = same⟨= 1⟩) -> maxpool(2, pad=0)]*2 }',
    ]);
  });

  it('is shown where a word stands for it', () => {
    const text = 'network A { input(9x9x3) -> conv(4, 2x2, pad=same_upper) -> upconv(4, 3x3, 2, same_lower) }';
    const shown = hinted(text, { settings });
    expect(shown).toContain('pad=same_upper⟨= (0, 0, 1, 1)⟩');
    expect(shown).toContain('2, same_lower⟨= (1, 1, 0, 0)⟩');
  });

  it('shows first and last where the instances of a call differ', () => {
    expect(hinted(varied, { settings })).toContain('conv(8, k⟨, pad=1 … 2⟩)');
  });

  it('is not shown unless asked for', () => {
    expect(hinted(varied)).not.toContain('pad=');
  });
});

describe('tooltips', () => {
  it.each([
    ['a shape', lenet5, {}, { line: 2, character: 6 }],
    [
      'padding',
      'block B(k) { conv(8, k) }\nnetwork A { input(32x32x8) -> B(3x3) -> B(5x5) }',
      { shape: false, receptiveField: false, padding: true },
      { line: 0, character: 14 },
    ],
  ])('are the hover of the call, for a hint of %s', (_, text, settings, position) => {
    const snapshot = takeSnapshot(text, { settings });
    const textDocument = { uri: snapshot.file.document.uri };
    const [hint] = hintsOf(snapshot);
    expect(hint.tooltip).toBeUndefined();
    expect(inlayHintTooltip.findUri!(hint)).toBe(textDocument.uri);
    const resolved = ask(inlayHintTooltip, snapshot, hint);
    expect(resolved.tooltip).toEqual(ask(hover, snapshot, { textDocument, position })?.contents);
  });
});
