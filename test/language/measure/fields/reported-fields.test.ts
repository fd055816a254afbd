// Networks that people reported, whose units see different parts of the input: the fields found with interval sets.
import { describe, expect, it } from 'vitest';
import type { Instance } from '../../../../language/index.js';
import { unitAt } from '../../../../language/measure/fields/axis-field.js';
import { sizeOf } from '../../../../language/measure/fields/axis-figures.js';
import { readText, soundNetwork } from '../../ground-truth.js';

/** The different sizes of the fields of a layer's units, along the vertical axis. */
function sizesOf({ layer, field }: Instance): number[] {
  const [axis] = field.axes;
  if (axis.kind === 'uncounted') throw new Error('uncounted');
  const sizes = Array.from({ length: layer.output.height }, (_, unit) => sizeOf(unitAt(axis, unit)));
  return [...new Set(sizes)].sort((a, b) => a - b);
}

function lastOf(text: string): Instance {
  return soundNetwork(text).instances.at(-1)!;
}

const seResNet50 = `
  block SE(ratio=16, c=channels) { mul(identity, global_avgpool -> fc(c/ratio) -> relu -> fc(c) -> sigmoid) }
  block Bottleneck(mid, stride=1, skip=identity) {
    add(
      conv(mid, 1x1) -> bn -> relu -> conv(mid, 3x3, stride=stride) -> bn -> relu -> conv(4*mid, 1x1) -> bn -> SE,
      skip
    ) -> relu
  }
  block Stage(mid, n, stride=2) {
    Bottleneck(mid, stride, skip=conv(4*mid, 1x1, stride=stride) -> bn) -> Bottleneck(mid)*(n - 1)
  }
  network SEResNet50 {
    input(224x224x3) -> conv(64, 7x7, stride=2) -> bn -> relu -> maxpool(3, stride=2, pad=1)
    -> Stage(64, 3, stride=1) -> Stage(128, 4) -> Stage(256, 6) -> Stage(512, 3) -> global_avgpool -> fc(1000)
  }`;

describe('behind squeeze-and-excitation', () => {
  it.each([
    ['SE-ResNet-50', seResNet50],
    ['EfficientNet-B0', readText('examples/efficientnet.cnn')],
  ])('every unit of %s sees the whole input, pixels 0 to 223, and no join is misaligned', (_, text) => {
    const { instances } = soundNetwork(text);
    const behind = new Set<number>();
    for (const { layer, field } of instances) {
      const isBehind = layer.operation.kind === 'mul' || layer.inputs.some((input) => behind.has(input));
      if (!isBehind) continue;
      behind.add(layer.id);
      expect(field, layer.path).toMatchObject({
        size: [224, 224],
        smallest: [224, 224],
        start: [111.5, 111.5],
        whole: true,
      });
    }
    expect(behind.size).toBeGreaterThan(instances.length / 2);
    expect(instances.filter(({ misaligned }) => misaligned)).toEqual([]);
  });
});

describe('behind upsampling', () => {
  it("U-Net's output sees 188 or 204 pixels, by the unit", () => {
    const output = lastOf(readText('examples/unet.cnn'));
    expect(sizesOf(output)).toEqual([188, 204]);
    expect(output.field).toMatchObject({ size: [204, 204], smallest: [188, 188], stride: [1, 1], whole: false });
  });

  it('two strided convolutions and two transposed ones see 14 to 18', () => {
    const steps = 'conv(8, 4x4, stride=2, pad=1)';
    const output = lastOf(`input(32x32x1) -> ${steps} -> ${steps} -> up${steps} -> up${steps}`);
    expect(sizesOf(output)).toEqual([14, 18]);
    expect(output.field).toMatchObject({ size: [18, 18], smallest: [14, 14] });
  });

  it('two strided convolutions, an upsampling by 4 and a convolution see 7 or 11', () => {
    const output = lastOf('input(32x32x1) -> conv(8, stride=2) -> conv(8, stride=2) -> upsample(4) -> conv(8)');
    expect(sizesOf(output)).toEqual([7, 11]);
    expect(output.field).toMatchObject({ size: [11, 11], smallest: [7, 7] });
  });

  it('all figures of ASPP are whole numbers', () => {
    const { instances } = soundNetwork(`
      network ASPP {
        input(513x513x3) -> [conv(16, stride=2) -> relu]*4
        -> concat(
          conv(32, 1x1), conv(32, dilation=6), conv(32, dilation=12), conv(32, dilation=18),
          global_avgpool -> conv(32, 1x1) -> upsample(33)
        )
        -> conv(32, 1x1) -> upsample(16, mode=bilinear)
      }`);
    for (const { field } of instances) {
      expect([...field.size, ...field.smallest].filter((size) => !Number.isInteger(size))).toEqual([]);
    }
    const rates = instances.filter(({ layer }) => layer.operation.kind === 'conv').slice(4, 8);
    // The four strided convolutions see 31, their units 16 apart.
    expect(rates.map(({ field }) => field.size[0])).toEqual([31, 31 + 2 * 6 * 16, 31 + 2 * 12 * 16, 31 + 2 * 18 * 16]);
    expect(instances.at(-1)!.field).toMatchObject({ size: [513, 513], smallest: [513, 513], whole: true });
    expect(instances.some(({ misaligned }) => misaligned)).toBe(false);
  });
});
