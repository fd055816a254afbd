// The diagnostics of mistakes: their ranges and their texts, as fixtures of test/support/markers.ts.
import { describe, expect, it } from 'vitest';
import { parseCnn } from '../../../language/index.js';
import { renderDiagnostics, stripMarkers } from '../../support/markers.js';

/** The fixture with the diagnostics of its text. */
function rendered(fixture: string): string {
  const text = stripMarkers(fixture);
  return renderDiagnostics(text, parseCnn(text, 'file').diagnostics);
}

const fixtures: Record<string, string> = {
  'terms of training out of their range': `
network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }
train A { loss = mse(1) }
//                   ^ error: this is argument 1, and mse takes no arguments.
train A { loss = cross_entropy(smoothing=1) }
//                                       ^ error: \`smoothing\` takes a fraction from 0 up to, but not including, 1, and this is 1.
train A { loss = sgd }
//               ^^^ error: \`loss\` takes a loss (cross_entropy, mse, mae), and this is \`sgd\`.
train A { schedule = step(every=0) }
//                              ^ error: \`every\` takes a number above 0, up to a million, and this is 0.
train A { schedule = milestones((3, 2)) }
//                              ^^^^^^ error: \`at\` takes an epoch or several in parentheses, ascending, such as (30, 60), and 2 comes after 3.
train A { schedule = milestones("3") }
//                              ^^^ error: \`at\` takes an epoch or several in parentheses, ascending, such as (30, 60), and this is a text.
train A { schedule = warmup(then=warmup) }
//                               ^^^^^^ error: \`then\` takes what follows the warm-up, and this is another warm-up.
train A { clip = 0 }
//               ^ error: \`clip\` takes a number above 0, up to a million, or by_value(0.5), and this is 0.
train A { clip = by_value(-1) }
//                        ^^ error: \`limit\` takes a number above 0, up to a million, and this is -1.
train A { clip = relu }
//               ^^^^ error: \`clip\` takes a number above 0, up to a million, or by_value(0.5), and this is a piece of network.
train A { init = glorot }
//               ^^^^^^ error: nothing is called \`glorot\` here: choose from he, xavier.
train A { validation = 1 }
//                     ^ error: \`validation\` takes a fraction from 0 up to, but not including, 1, and this is 1.`,
  'two train statements for one network, and seeds': `
network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }
train A { seed = 4294967295 }
network B { input(28x28x1) -> conv(6) -> relu -> fc(10) }
train B { seed = 2147483648  data = shapes(28x28x1, seed=4294967296) }
//                                                       ^^^^^^^^^^ error: \`seed\` takes whole numbers from 0 to 4,294,967,295, and this is 4,294,967,296.
train B { seed = 0 }
train A { seed = 2147483648 }
//    ^ warning: \`A\` already has a \`train\` statement, in line 3, and that one is used: delete one of them.`,
  'a schedule longer than the training': `
// cnn: allow train-twice
network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }
train A { schedule = milestones((3, 20)) epochs = 10 }
//                   ^^^^^^^^^^^^^^^^^^^ warning: the learning rate changes after 20 epochs, and this job trains for 10.
train A { schedule = warmup(2) epochs = 2 }
//                   ^^^^^^^^^ warning: the warm-up takes 2 epochs, and this job trains for 2.
train A { schedule = warmup(1, then=step(9)) epochs = 9 }
//                   ^^^^^^^^^^^^^^^^^^^^^^^ warning: the learning rate changes after 9 epochs, and this job trains for 9.
train A { schedule = warmup(1, then=step(8)) epochs = 9 }`,
  'a piece before the chain that is the result': `
network A { a = input(8x8x3) -> conv(4) conv(8) -> relu a -> fc(10) }
//                                      ^^^^^^^ error: nothing flows into this: is \`->\` missing before it, or \`input(28x28x1) ->\` at the start?`,
  'unknown names where a chain starts': `
network A { Input(8x8x3) -> conv(4) -> rleu -> fc(10) }
//          ^^^^^ error: nothing is called \`Input\` here: did you mean \`input\`?
//                                     ^^^^ error: nothing is called \`rleu\` here: did you mean \`relu\`?
network B {
  stem = input(8x8x3) -> conv(4)
  strem -> fc(10)
//^^^^^ error: nothing is called \`strem\` here: did you mean \`stem\`?
}
network C { cnv(4) -> fc(10) }
//          ^^^ error: nothing is called \`cnv\` here: did you mean \`conv\`?`,
  'an argument that belongs to another one': `
network A { input(28x28x1) -> fc(10) }
train A { optimizer = adam  momentum = 0.9 }
//                          ^^^^^^^^^^^^^^ error: train has no argument \`momentum\`: it belongs to \`optimizer\`, as in optimizer=sgd(momentum=0.9).`,
  'an image of one side, or of none': `
network A { input(28) -> fc(10) }
//                ^^ error: \`size\` takes a size such as 28x28x1 (height x width x channels), and this is 28.`,
  'the layer that made a side, whatever its channels': `
network A { input(8x8x3) -> maxpool(8) -> conv(4) -> maxpool(2) -> fc(10) }
//                          ^^^^^^^^^^ note: 1x1 comes from here.
//                                                           ^ error: a 2x2 window does not fit its 1x1 input, which has shrunk 8 -> 1: use a smaller window, more padding or fewer strides before it.`,
  'branches that differ in everything': `
network A { input(8x8x3) -> conv(4) -> add(conv(2, 2x4, pad=0), identity) -> fc(10) }
//                          ^^^^^^^ note: 8x8x4 comes from here.
//                                         ^^^^^^^^^^^^^^^^^^^ note: 7x5x2 comes from here.
//                                                              ^^^^^^^^ error: the branches differ in height, width and channels: 7x5x2 and 8x8x4.`,
  'names that hide a built-in, and equal names': `
block conv(n, pad=1, n=2) { relu -> depthwise(pad=pad) }
//    ^^^^ advice: in this file \`conv\` hides the built-in conv: another name would be clearer.
//                   ^ error: there is already a parameter called \`n\` in conv: choose another name.
network A { POOL = input(8x8x3) -> conv(4) POOL -> upsample(mode=cubic) -> fc(10) }
//          ^^^^ advice: in this file \`POOL\` hides the built-in maxpool: another name would be clearer.
//                                                               ^^^^^ error: nothing is called \`cubic\` here: choose from nearest, bilinear.`,
  'an image in the order of PyTorch': `
network A { input(3x32x32) -> conv(8) -> relu -> fc(10) }
//                ^^^^^^^ warning: this is 3 rows of 32 pixels with 32 channels: a size is height x width x channels, so an image with 3 channels is 32x32x3.
network B { input(1x32x8) -> conv(8, 1x3) -> relu -> fc(10) }`,
  'what cannot be frozen': `
// cnn: allow train-twice
block Unit(n) { conv(n) -> relu }
network A { input(28x28x1) -> Unit(6)*2 -> Unit(8) -> fc(10) }
train A { freeze = "Unit.2" }
train A { freeze = ("Unit", "Unit[2]", "Unit[2]/conv", "fc") }
train A { freeze = ("Unit[3]", "relu", "Unit.2/relu") }
//                  ^^^^^^^^^ error: no layer with weights has the path \`Unit[3]\` in \`A\`: did you mean \`Unit[1]\`?
//                             ^^^^^^ error: no layer with weights has the path \`relu\` in \`A\`: hovers and \`cnn summary\` show the paths.
//                                     ^^^^^^^^^^^^^ error: no layer with weights has the path \`Unit.2/relu\` in \`A\`: hovers and \`cnn summary\` show the paths.
train A { freeze = fc }
//                 ^^ error: \`freeze\` takes paths in quotation marks, such as "conv.2" or ("Stage", "Stage.2"), and this is a piece of network.
train A { freeze = "" }
//                 ^^ error: \`freeze\` takes paths in quotation marks, such as "conv.2" or ("Stage", "Stage.2"), and this is an empty one.`,
  'a job that freezes every layer': `
// cnn: allow train-twice
block Unit(n) { conv(n, bias=false) -> bn }
network A { input(28x28x1) -> Unit(6)*2 -> fc(10) }
train A { freeze = "Unit" }
train A { freeze = ("Unit", "fc") }
//                          ^^^^ warning: all 5 layers of \`A\` that have weights are frozen, so training changes nothing: leave one out.
network B { input(28x28x1) -> fc(10) }
train B { freeze = "fc" }
//                 ^^^^ warning: the one layer of \`B\` that has weights is frozen, so training changes nothing.`,
  'a window that does not fit, with the earlier sizes': `
network Shrinking {
  input(32x32x3)
  -> [conv(16) -> relu -> maxpool(2)]*2 -> maxpool(2) -> conv(16, 5x5, pad=0)
//                                         ^^^^^^^^^^ note: 4x4 comes from here.
//                                                                ^^^ error: a 5x5 window does not fit its 4x4 input, which has shrunk 32 -> 16 -> 8 -> 4: use a smaller window, more padding or fewer strides before it.
  -> fc(10)
}`,
  'layers after a mismatch, still checked by themselves': `
network Two {
  input(28x28x1) -> conv(6, 31x31, pad=0) -> relu -> conv(6, 99x99, pad=0) -> fc(10)
//^^^^^^^^^^^^^^ note: 28x28 comes from here.
//^^^^^^^^^^^^^^ note: 28x28 comes from here.
//                          ^^^^^ error: a 31x31 window does not fit its 28x28 input: use a smaller window or more padding.
//                                                           ^^^^^ error: a 99x99 window does not fit its 28x28 input: use a smaller window or more padding.
}`,
  'a dilated window, and one with padding': `
input(9x9x1) -> conv(4, 5x5, pad=0, dilation=3) -> fc(2)
^^^^^^^^^^^^ note: 9x9 comes from here.
//                      ^^^ error: a 5x5 window, 13x13 with its dilation, does not fit its 9x9 input: use a smaller window or more padding.
input(9x9x1) -> conv(4, 13x3, pad=1) -> fc(2)
^^^^^^^^^^^^ note: 9x9 comes from here.
//                      ^^^^ error: a 13x3 window does not fit its 9x9 input (11x11 with padding): use a smaller window or more padding.`,
  'an even window cannot keep its size': `
input(28x28x1) -> conv(6, 2x2) -> fc(10)
//                        ^^^ error: pad=same adds the same padding on both sides, which needs an odd window, and 2x2 is even: write pad=(0, 0, 1, 1) to keep the size, pad=same_upper as TensorFlow's SAME, or pad=0.`,
  'groups that do not divide': `
input(28x28x6) -> conv(8, groups=4) -> conv(9, groups=2) -> fc(10)
//                               ^ error: 6 input channels cannot be divided into 4 equal groups.
//                                                    ^ error: 9 filters cannot be divided into 2 equal groups.`,
  'padding that would fill whole windows': `
input(28x28x6) -> maxpool(3, stride=1, pad=2) -> fc(10)
//                                         ^ error: a pooling layer may be padded by at most half of its window, 1 for 3x3: with more, some windows would see nothing but padding.`,
  'wrong arguments: range, type, name, number': `
network Wrong {
  input(8x8x1) -> conv(0) -> conv(2.5) -> conv(6, kernal=3) -> conv(6, same) -> conv(pad=1) -> relu(1) -> fc(9, true, 3)
//                     ^ error: \`filters\` takes whole numbers from 1 to 1,048,576, and this is 0.
//                                ^^^ error: \`filters\` takes whole numbers from 1 to 1,048,576, and this is 2.5.
//                                                ^^^^^^^^ error: conv has no argument \`kernal\`: did you mean \`kernel\`?
//                                                                     ^^^^ error: \`kernel\` takes a size such as 3x3, and this is \`same\`.
//                                                                              ^^^^ error: conv needs the argument \`filters\`.
//                                                                                                  ^ error: this is argument 1, and relu takes no arguments.
//                                                                                                                    ^ error: this is argument 3, and fc takes units, bias.
}`,
  'unknown names': `
network Unknown {
  input(28x28x1) -> convv(6) -> relu -> whatever -> fc(n)
//                  ^^^^^ error: nothing is called \`convv\` here: did you mean \`conv\`?
//                                      ^^^^^^^^ error: nothing is called \`whatever\` here.
//                                                     ^ error: nothing is called \`n\` here.
}`,
  'a missing arrow': `
network Gap {
  input(28x28x1) -> conv(6) relu -> fc(10)
//                          ^^^^ error: nothing flows into this: is \`->\` missing before it, or \`input(28x28x1) ->\` at the start?
}`,
  'sizes as people write them': `
input(28 x 28 x 1) -> conv(6, 5X5) -> conv(4, 3×3) -> fc(10)
//    ^^^^^^^^^^^ error: a size is written without spaces and with a small x: write 28x28x1.
//                            ^^^ error: a size is written without spaces and with a small x: write 5x5.
//                                            ^^^ error: a size is written without spaces and with a small x: write 3x3.
input(28x28) -> conv(6) -> fc(10)
//    ^^^^^ error: \`size\` takes height x width x channels, and the channels are missing: 28x28x1 or 28x28x3.`,
  'a train statement': `
network A { input(28x28x1) -> fc(10) }
train B { batch = 0 epoch = 3 optimizer = sgd(lr=-1) }
//    ^ error: no network in this file is called \`B\`: did you mean \`A\`?
//                ^ error: \`batch\` takes whole numbers from 1 to 1,048,576, and this is 0.
//                  ^^^^^^^^^ error: train has no argument \`epoch\`: did you mean \`epochs\`?
//                                               ^^ error: \`lr\` takes a number above 0, up to a million, and this is -1.`,
  'two inputs, a fed tensor, a repeated tensor': `
network Tensors {
  x = input(28x28x1) -> relu
  y = input(28x28x1) -> relu
//    ^^^^^^^^^^^^^^ error: a network has one input, and this is a second one: give the first a name, and start with that.
  y -> x -> relu -> [x]*2 -> fc(10)
//     ^ error: \`x\` is a tensor, and nothing can flow into a tensor: start a chain with it, or join it by \`add\`.
//                  ^^^ error: a tensor cannot be repeated: repeat only layers.
}`,
  'half a line': `
network Half {
  input(28x28x1) -> conv(6,
//                      ^ note: \`(\` is opened here.
}
^ error: after \`,\`, a value or a layer is expected, but this is \`}\`.`,
  'nothing at the end': `
network Open { input(28x28x1) -> fc(10)
//           ^ note: \`{\` is opened here.
//                                    ^ error: \`}\` is expected here, but the file ends.`,
  'a block that contains itself': `
block Twice { conv(8) -> Twice }
//                       ^^^^^ error: Twice uses itself, so it would never end: write [...]*N to repeat layers.
network Endless { input(8x8x3) -> Twice -> fc(10) }`,
  'a mistake in a block that is expanded many times is reported once': `
block Wide { conv(8, 9x9, pad=0) }
//                   ^^^ error: a 9x9 window does not fit its 8x8 input: use a smaller window or more padding.
network Many { input(8x8x3) -> Wide*5 -> fc(10) }
//             ^^^^^^^^^^^^ note: 8x8 comes from here.`,
  'branches that do not join: the odd one, and where each comes from': `
network Joins {
  input(56x56x64)
//^^^^^^^^^^^^^^^ note: 56x56x64 comes from here.
//^^^^^^^^^^^^^^^ note: 56x56 comes from here.
  -> add(conv(256, 1x1) -> bn -> relu, conv(64, 1x1, bias=false) -> bn, identity)
//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: the branches differ in channels: 56x56x64 and 56x56x256.
//       ^^^^^^^^^^^^^^ note: 56x56x256 comes from here.
  -> concat(conv(8), maxpool(2))
//                   ^^^^^^^^^^ error: the branches differ in height and width: 56x56x8 and 28x28x64.
//                   ^^^^^^^^^^ note: 28x28 comes from here.
  -> fc(10)
}`,
  'arithmetic on sizes and pieces': `
network Arithmetic {
  input(28x28x1) -> conv(6, 3*3) -> [conv(6) -> relu]*3 - 1 -> conv(6) -> relu*2 -> 2*[conv(6)] -> fc(10)
//                          ^^^ warning: 3*3 is 9, a size of 9x9: write 3x3 for the size.
//                                                    ^^^^^ error: \`*\` binds more tightly than \`-\`, so this repeats 3 times: write *(3 - 1).
//                                                                        ^^^^^^ warning: this repeats only relu, because \`*\` binds more tightly than \`->\`: write [... -> relu]*2 to repeat a chain.
//                                                                                  ^^^^^^^^^^^ error: the number comes after what it repeats: write [conv(6)]*2.
}`,
  'a division that is a comment, and what it swallows': `
network Halved {
  input(28x28x4) -> conv(channels//2, 1x1) -> relu -> fc(10)
//                               ^^ error: \`//\` starts a comment here, and the rest of the line is not read: write \`/\` to divide.
}`,
  'comments in parentheses that are comments': `
network Commented {
  input(28x28x4) -> add(
    conv(4), // the main branch (3x3)
    conv(4,  // 1x1: it only mixes
      1x1)
  ) -> relu -> fc(10)
}`,
  "other libraries' names": `
network Foreign {
  input(32x32x3) -> Conv2d(3, 64, kernel_size=7, stride=2, padding=3) -> GlobalAveragePooling2D -> Dense(10)
//                  ^^^^^^ error: nothing is called \`Conv2d\` here: write \`conv(64, 7x7, stride=2, pad=3)\`.
//                                                                       ^^^^^^^^^^^^^^^^^^^^^^ error: nothing is called \`GlobalAveragePooling2D\` here: write \`global_avgpool\`.
//                                                                                                 ^^^^^ error: nothing is called \`Dense\` here: write \`fc(10)\`.
}`,
  'pixels of the input that no window sees': `
input(29x30x1) -> conv(8) -> maxpool(2) -> conv(8, 4x4, stride=3, pad=0) -> fc(10)
//                                   ^ warning: 2x2 windows with stride 2 do not cover 29x30 evenly: no window sees the last row.
//                                                 ^^^ warning: 4x4 windows with stride 3 do not cover 14x15 evenly: no window sees the last row and the last 2 columns.`,
  'padding that no window needs, and gaps between windows, are no pixels unseen': `
network Fine { input(32x32x3) -> conv(8, 1x1, stride=2) -> relu -> conv(8, stride=2) -> relu -> fc(10) }`,
  'data that does not fit': `
network Large { input(32x32x3) -> conv(8) -> relu -> fc(10) }
//              ^^^^^^^^^^^^^^ note: 28x28x1 would fit here.
train Large { epochs = 2 }
//    ^^^^^ error: the images are 28x28x1, and \`Large\` takes 32x32x3: change the input or the data.
network Twelve { input(28x28x1) -> conv(8) -> relu -> fc(12) -> softmax }
//                                                    ^^^^^^ note: 10 values would fit here.
train Twelve { data = digits }
//                    ^^^^^^ error: the data has 10 classes, and \`Twelve\` answers with 12: it needs one value a class.`,
  'data and augmentation: names, arguments, what is no step, a crop that does not fit': `
// cnn: allow train-twice
network A { input(28x28x1) -> fc(10) }
//          ^^^^^^^^^^^^^^ note: 32x32x3 would fit here.
train A { data = mnst }
//               ^^^^ error: nothing is called \`mnst\` here: did you mean \`mnist\`?
train A { data = imagenet }
//               ^^^^^^^^ error: nothing is called \`imagenet\` here: choose from digits, shapes, mnist, fashion_mnist, cifar10, folder, npz.
train A { data = mnist }
//               ^^^^^ error: mnist needs the argument \`path\`.
train A { data = npz("/data/a.npz") }
//                   ^^^^^^^^^^^^^ error: \`path\` takes a path relative to this file, with forward slashes, such as "data/mnist", and this holds "/".
train A { data = npz("C:a.npz") }
//                   ^^^^^^^^^ error: \`path\` takes a path relative to this file, with forward slashes, such as "data/mnist", and this holds "C:".
train A { data = mnist(3) }
//                     ^ error: \`path\` takes a path relative to this file, with forward slashes, such as "data/mnist", and this is 3.
train A { data = mnist("") }
//                     ^^ error: \`path\` takes a path relative to this file, with forward slashes, such as "data/mnist", and this is empty.
train A { data = folder("photos") }
//               ^^^^^^ error: folder needs the argument \`size\`.
train A { data = npz("../data/a.npz") }
train A { data = mnist("data/mnist/") }
train A { data = cifar10("data") }
//               ^^^^^^^^^^^^^^^ error: the images are 32x32x3, and \`A\` takes 28x28x1: change the input or the data.
train A { data = shapes(28x28x2) }
//                      ^^^^^^^ error: \`size\` takes 1 channel (grey) or 3 (colour), and this has 2.
train A { data = sgd }
//               ^^^ error: \`data\` takes a data set such as digits (digits, shapes, mnist, fashion_mnist, cifar10, folder, npz), and this is \`sgd\`.
train A { augment = flip -> crop(24x24, pads=2) -> relu -> 3 }
//                                      ^^^^^^ error: crop has no argument \`pads\`: did you mean \`pad\`?
//                                                 ^^^^ error: nothing is called \`relu\` here: choose from flip, crop, normalise.
//                                                         ^ error: \`augment\` takes a chain of flip, crop(32x32, pad=4) and normalise, and this is none of them.
train A { augment = 3 }
//                  ^ error: \`augment\` takes a chain such as flip -> crop(32x32, pad=4) -> normalise, and this is 3.
train A { augment = flipp }
//                  ^^^^^ error: nothing is called \`flipp\` here: did you mean \`flip\`?
train A { augment = crop(32x32, pad=1) }
//                  ^^^^^^^^^^^^^^^^^^ error: a crop of 32x32 does not fit the images' 28x28 (30x30 with their padding).`,
  'data that fit after a crop, or do not': `
// cnn: allow train-twice
network Cropped { input(24x24x1) -> fc(10) }
//                ^^^^^^^^^^^^^^ note: 28x28x1 would fit here.
//                ^^^^^^^^^^^^^^ note: 20x20x1 would fit here.
train Cropped { augment = flip -> crop(24x24) -> normalise }
train Cropped { augment = crops(24) }
//                        ^^^^^ error: nothing is called \`crops\` here: did you mean \`crop\`?
train Cropped { data = digits }
//                     ^^^^^^ error: the images are 28x28x1, and \`Cropped\` takes 24x24x1: change the input or the data.
train Cropped { augment = crop(20) }
//    ^^^^^^^ error: the images are 20x20x1 after the crop, and \`Cropped\` takes 24x24x1: change the input or the data.
network Coloured { input(32x32x3) -> fc(4) }
train Coloured { data = shapes  augment = identity }
train Coloured { data = SHAPES(40x40x3, images=10, seed=2)  augment = CROP(32) }`,
  'allow comments: a warning, an unknown code, an error': `
// cnn: allow pixels-unseen, first-fc-heavi, window-too-large
//                           ^^^^^^^^^^^^^^ warning: no advice or warning is called \`first-fc-heavi\`: did you mean \`first-fc-heavy\`?
//                                           ^^^^^^^^^^^^^^^^ warning: \`window-too-large\` is an error, and cannot be allowed.
network A { input(29x29x1) -> conv(8) -> maxpool(2) -> fc(10) }`,
  'a block given to itself as a piece is no recursion': `
block Residual(piece) { add(piece, identity) }
network Nested { input(8x8x3) -> Residual(Residual(conv(3))) -> fc(10) }`,
};

describe('diagnostics', () => {
  it.each(Object.entries(fixtures))('%s', (_, fixture) => {
    expect(rendered(fixture)).toBe(fixture);
  });

  it('are none for a valid file', () => {
    const right = `
      block Unit(n, act=relu) { conv(n) -> act -> conv(channels*2, 1x1) }
      defaults { conv(bias=false) }
      network Fine { x = input(28x28x1) -> Unit(8)  x -> [Unit(4, act=softmax)]*2 -> relu*0 -> FC(10) }
      train Fine { import = 3 }`.replace('import = 3', 'data = digits');
    expect(parseCnn(right, 'file').diagnostics).toEqual([]);
  });

  it('have fixes that work', () => {
    const text = 'input(28 x 28 x 1) -> convv(6) -> fc(10)';
    for (const { fixes } of parseCnn(text, 'file').diagnostics) {
      expect(fixes).toHaveLength(1);
      const [{ range, newText }] = fixes[0].edits;
      const fixed = text.slice(0, range.start.character) + newText + text.slice(range.end.character);
      expect(parseCnn(fixed, 'file').diagnostics).toHaveLength(1);
    }
  });
});
