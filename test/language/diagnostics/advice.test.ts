// Advice: the text of each rule with its numbers, and none on the famous networks except where it is right.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCnn } from '../../../language/index.js';
import { renderDiagnostics, stripMarkers } from '../../support/markers.js';
import { readText } from '../ground-truth.js';

function rendered(fixture: string): string {
  const text = stripMarkers(fixture);
  return renderDiagnostics(text, parseCnn(text, 'file').diagnostics);
}

const fixtures: Record<string, string> = {
  'an input that does not halve': `
network A { input(200x200x3) -> [conv(16, stride=2) -> relu]*5 -> fc(10) }
//          ^^^^^^^^^^^^^^^^ advice: 200 is not a multiple of 32, by which this network divides it: 25 becomes 13. Better use 192 or 224.
//                               ^^^^^^^^^^^^^^^^^^ note: 25 becomes 13 here.`,
  'large filters and pooling windows, once for all instances': `
block Big(n) { conv(n, 9x9) -> relu }
//             ^^^^^^^^^^^^ advice: this 9x9 window has (9*9*16)*16 = 20,736 weights; four 3x3 convolutions see as much with 9,216, and have rectifiers in between.
network A { input(64x64x3) -> conv(16, 7x7) -> Big(16)*5 -> maxpool(4) -> maxpool(2) -> fc(10) }
//                                                          ^^^^^^^^^^ advice: a 4x4 pooling window with stride 4 keeps one activation of 16; 2x2 keeps one of 4.`,
  'windows that do not fit evenly': `
network A { input(30x30x3) -> conv(8, 7x7, stride=4) -> relu -> fc(10) }
//                            ^^^^^^^^^^^^^^^^^^^^^^ advice: (30 - 7 + 6)/4 + 1 = 8.25 is not a whole number: windows with stride 4 do not fit 30 evenly, and lie on it asymmetrically.`,
  'a heavy first fully connected layer': `
network A { input(64x64x3) -> [conv(64) -> relu -> maxpool(2)]*2 -> flatten -> fc(512) -> relu -> fc(10) }
//                                                                             ^^^^^^^ advice: this layer holds 16384*512 = 8,388,608 of the network's 8,432,320 weights, 99 %; after global_avgpool it would have 64*512 = 32,768.`,
  'early memory': `
network A { input(224x224x3) -> [conv(64) -> relu]*2 -> maxpool(4, stride=4) -> fc(10) }
//                               ^^^^^^^^ advice: the layers before the first stride hold 97 % of the network's activations, 25.1 MiB an image; with stride=2 here they would hold a quarter of that.
//                                                      ^^^^^^^^^^^^^^^^^^^^ advice: a 4x4 pooling window with stride 4 keeps one activation of 16; 2x2 keeps one of 4.
//                                                                              ^^^^^^ advice: this layer holds 56*56*64*10 = 2,007,040 of the network's 2,045,632 weights, 98 %; after global_avgpool it would have 64*10 = 640.`,
  'convolutions unpadded by defaults': `
defaults { conv(pad=0) }
//                  ^ advice: convolutions lose their borders because of this, and their calls do not show it: write pad=0 at the calls, or remove it here.
block Two(n) { conv(n) -> relu -> conv(n, 5x5) -> relu }
//             ^^^^^^^ note: 28x28 shrinks to 26x26 here.
network A { input(28x28x1) -> Two(4) -> Two(8) -> fc(10) }`,
  'a bias before bn, summed over the instances': `
block Unit(n) { conv(n) -> bn -> relu }
//              ^^^^^^^ advice: the bn after it subtracts its bias again: 48 parameters that learn nothing.
network A { input(28x28x1) -> Unit(16)*3 -> fc(10) }`,
  'a bias that another layer reads': `
network A {
  x = input(28x28x1) -> conv(16)
  x -> bn -> relu -> add(identity, x) -> fc(10)
}`,
  'a small receptive field before global pooling': `
network A { input(64x64x3) -> [conv(16) -> relu]*3 -> global_avgpool -> fc(10) }
//                                                    ^^^^^^^^^^^^^^ advice: each unit pooled here sees 7 of the 64x64 pixels: use more layers, strides or dilation to let them see larger things.`,
  'a small receptive field that differs by the unit': `
network A { input(64x64x3) -> conv(8, stride=2) -> upsample(4) -> conv(16) -> relu -> global_avgpool -> fc(10) }
//                                                                                    ^^^^^^^^^^^^^^ advice: each unit pooled here sees at most 5 of the 64x64 pixels: use more layers, strides or dilation to let them see larger things.`,
  'no small receptive field where every unit sees the whole input': `
network A {
  input(64x64x3) -> [conv(16) -> relu]*3 -> mul(identity, global_avgpool -> fc(16)) -> global_avgpool -> fc(10)
}`,
  'a receptive field that is mostly padding, of different sizes, along the branch that sees least': `
block Wide { conv(8, dilation=32) -> relu }
network A {
  a = input(28x28x1) -> maxpool(2) -> upsample(2) -> Wide*2
  a -> add(Wide, identity) -> add(Wide*3, identity) -> global_avgpool -> fc(10)
//                                                     ^^^^^^^^^^^^^^ advice: each unit here has a receptive field of 130, and the image has 28x28 pixels: most of it is padding.
}`,
  'a receptive field that is mostly padding': `
network A { input(28x28x1) -> [conv(8, dilation=16) -> relu]*6 -> global_avgpool -> fc(10) }
//                                                                ^^^^^^^^^^^^^^ advice: each unit here has a receptive field of 193, and the image has 28x28 pixels: most of it is padding.`,
  'no advice where the network does not fit together': `
network A { input(28x28x1) -> conv(16) -> bn -> conv(6, 99x99, pad=0) -> fc(10) }
//          ^^^^^^^^^^^^^^ note: 28x28 comes from here.
//                                                      ^^^^^ error: a 99x99 window does not fit its 28x28 input: use a smaller window or more padding.`,
  'allowed by the file': `
// cnn: allow bias-before-bn field-too-small
network A { input(64x64x3) -> [conv(16) -> bn -> relu]*3 -> global_avgpool -> fc(10) }`,
};

describe('advice', () => {
  it.each(Object.entries(fixtures))('%s', (_, fixture) => {
    expect(rendered(fixture)).toBe(fixture);
  });
});

/** Advice on famous networks, each checked by hand: the course, or the authors' next network, says the same. */
const deserved: Record<string, readonly string[]> = {
  // Two thirds and more of their weights are in the first fully connected layer.
  'alexnet.cnn': ['first-fc-heavy'],
  'alexnet-groups.cnn': ['first-fc-heavy'],
  'zfnet.cnn': ['first-fc-heavy'],
  // torchvision keeps the biases in front of batch normalisation.
  'vgg.cnn': ['bias-before-bn', 'first-fc-heavy'],
  'vgg16.cnn': ['first-fc-heavy'],
  // Caffe's version has biases there, the authors' own has none.
  'inception-v4.cnn': ['bias-before-bn'],
};

describe('famous networks', () => {
  it.each(readdirSync(new URL('../../../examples/', import.meta.url)).filter((file) => file.endsWith('.cnn')))(
    '%s',
    (file) => {
      const { diagnostics } = parseCnn(readText(`examples/${file}`), file);
      expect(diagnostics.map(({ code }) => code)).toEqual(deserved[file] ?? []);
    },
  );
});
