// What counts as the field where conventions differ: borders, layers that look at everything, units without inputs.
import { describe, expect, it } from 'vitest';
import { parseCnn } from '../../../../language/index.js';
import { soundNetwork } from '../../ground-truth.js';

function fieldOf(text: string) {
  return soundNetwork(text).instances.at(-1)!.field;
}

describe('the whole input', () => {
  it('is what fc, flatten and global pooling see, at the size of the image', () => {
    for (const layer of ['fc(3)', 'flatten', 'global_avgpool', 'global_maxpool']) {
      expect(fieldOf(`input(9x7x1) -> conv(2) -> ${layer}`)).toMatchObject({
        size: [9, 7],
        smallest: [9, 7],
        start: [4, 3],
        whole: true,
      });
    }
  });

  it('is not seen where pixels were cut off before, and the field has the size of the rest', () => {
    const cropped = fieldOf('input(9x9x1) -> crop((1, 0, 0, 0)) -> global_avgpool');
    expect(cropped).toMatchObject({ size: [8, 9], start: [4.5, 4], whole: false });
  });

  it('is seen by every unit behind one that multiplies it back in, however it is moved', () => {
    const field = fieldOf(
      'input(8x8x2) -> mul(identity, global_avgpool) -> conv(2, stride=2) -> upsample(2) -> pad(1) -> upconv(2)',
    );
    expect(field).toMatchObject({ size: [8, 8], smallest: [8, 8], whole: true });
  });

  it('is also covered by windows that reach past every border, which keep their own size', () => {
    expect(fieldOf('input(4x4x1) -> conv(1, 9x9)')).toMatchObject({ size: [9, 9], whole: true });
    expect(fieldOf('input(4x4x1) -> conv(1, 5x5)')).toMatchObject({ size: [5, 5], whole: false });
  });

  it('is not seen by every unit where one misses it', () => {
    const [, , , strided] = soundNetwork(
      'network A { input(4x4x1) -> conv(1, 7x7) -> conv(1, 1x1, stride=3) -> crop((0, 0, 1, 1)) }',
    ).instances;
    // The first unit sees the pixels -3 to 3, the second, which is cropped, 0 to 6.
    expect(strided.field).toMatchObject({ size: [7, 7], start: [0, 0], whole: true });
    expect(fieldOf('input(4x4x1) -> conv(1, 7x7) -> pad((1, 0, 0, 0))').whole).toBe(false);
  });
});

describe('units without inputs', () => {
  it('of a transposed convolution narrower than its stride see nothing', () => {
    expect(fieldOf('input(4x4x1) -> upconv(1, 1x1, stride=2)')).toMatchObject({ size: [1, 1], smallest: [0, 0] });
  });

  it('of a dilated one see between its taps nothing', () => {
    const field = fieldOf('input(8x8x1) -> upconv(1, 3x3, stride=2, dilation=2)');
    expect(field).toMatchObject({ size: [3, 3], smallest: [0, 0] });
  });
});

describe('borders', () => {
  it('clip nothing: fields go on into the padding', () => {
    expect(fieldOf('input(4x4x1) -> conv(1, 3x3, pad=2) -> conv(1)')).toMatchObject({ size: [5, 5], start: [-1, -1] });
  });

  it('do not shorten what interpolation sees between two pixels', () => {
    expect(fieldOf('input(4x4x1) -> upsample(2, mode=bilinear)')).toMatchObject({ size: [2, 2], smallest: [2, 2] });
    expect(fieldOf('input(4x4x1) -> upsample(3, mode=bilinear)')).toMatchObject({ size: [2, 2], smallest: [1, 1] });
  });
});

describe('misaligned joins', () => {
  const joins = (text: string) => {
    const { instances } = soundNetwork(text);
    return instances.filter(({ layer }) => layer.inputs.length > 1).map(({ misaligned }) => misaligned);
  };

  it('have branches whose equal units are centred on different pixels', () => {
    expect(joins('input(8x8x1) -> add(conv(1, stride=2), maxpool(2))')).toEqual([true]);
    expect(joins('input(8x8x1) -> add(conv(1), conv(1, pad=(0, 0, 2, 2)))')).toEqual([true]);
    expect(joins('input(8x8x1) -> add(crop((0, 0, 4, 4)), maxpool(2))')).toEqual([true]);
    // Nearest upsampling of every other pixel: units 0 and 1 both see pixel 0.
    expect(joins('input(8x8x1) -> add(identity, shortcut(1, stride=2) -> upsample(2))')).toEqual([true]);
  });

  it('are not those of windows around the same pixels, however large', () => {
    expect(joins('input(8x8x1) -> add(conv(1), conv(1, 7x7), identity)')).toEqual([false]);
    expect(joins('input(8x8x1) -> add(conv(1, stride=2), shortcut(1, stride=2))')).toEqual([false]);
  });

  it('are not those of upsampling, which moves each unit to one side or the other', () => {
    expect(joins('input(8x8x1) -> concat(identity, maxpool(2) -> upconv(2))')).toEqual([false]);
    expect(joins('input(8x8x1) -> concat(identity, avgpool(4) -> upsample(4, mode=bilinear))')).toEqual([false]);
  });

  it('are not those behind a misaligned one, whose units are centred alike in both branches', () => {
    expect(joins('input(8x8x1) -> add(conv(1, stride=2), maxpool(2)) -> add(conv(1), identity)')).toEqual([
      true,
      false,
    ]);
  });

  it('are not those with what sees the whole input', () => {
    expect(joins('input(8x8x2) -> mul(identity, global_avgpool) -> add(conv(2, 1x1), identity)')).toEqual([
      false,
      false,
    ]);
    expect(joins('input(8x8x2) -> concat(identity, global_avgpool -> upsample(8))')).toEqual([false]);
  });
});

describe('fields that are not counted', () => {
  const errorsOf = (text: string) =>
    parseCnn(text, 'n').diagnostics.flatMap(({ severity, code, message }) =>
      severity === 'error' ? [{ code, message }] : [],
    );

  it('are those of units that see thousands of different parts', () => {
    const text = 'input(2x2x1) -> add(upsample(3001), upsample(3000) -> pad((0, 0, 2, 2)))';
    expect(errorsOf(text)).toEqual([
      { code: 'field-beyond-counting', message: expect.stringContaining('more than 4,096 different parts') },
    ]);
  });

  it('are not those of a large factor alone', () => {
    expect(errorsOf('input(2x2x1) -> upsample(20000) -> conv(1) -> maxpool(2)')).toEqual([]);
    expect(fieldOf('input(2x2x1) -> upsample(20000) -> conv(1) -> maxpool(2)')).toMatchObject({ size: [2, 2] });
  });

  it('end in finite figures', () => {
    const text = `input(8x8x1) -> [upsample(2) -> crop((0, 0, 8, 8))]*1100`;
    const { networks, diagnostics } = parseCnn(text, 'n');
    expect(diagnostics.map(({ code }) => code)).toContain('field-beyond-counting');
    const figures = networks[0].instances.flatMap(({ field }) => [
      ...[field.size, field.smallest, field.stride, field.start].flat(),
    ]);
    expect(figures.every(Number.isFinite)).toBe(true);
  });
});
