// The server on ResNet-50, GoogLeNet with its heads, and U-Net: blocks, branches, several outputs, long skips.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InlayHint, MarkupContent } from 'vscode-languageserver/node';
import { checkpointedBytes, memoryOf } from '../../runtime/memory/index.js';
import { renderHints } from '../support/markers.js';
import { type RunningServer, startServer } from './running-server.js';
import type { Session } from './session.js';

let server: RunningServer;
let session: Session;

beforeAll(async () => {
  server = await startServer();
  session = server.session;
}, 60_000);

afterAll(() => server.stop());

async function open(example: string): Promise<{ uri: string; text: string }> {
  const text = await readFile(`examples/${example}.cnn`, 'utf8');
  const uri = `file:///examples/${example}.cnn`;
  await session.write(uri, text);
  return { uri, text };
}

/** The line of a text with its hints. */
async function hinted({ uri, text }: { uri: string; text: string }, start: string): Promise<string> {
  const hints = (await session.inlayHints(uri)) as (InlayHint & { label: string })[];
  return renderHints(text, hints)
    .split('\n')
    .find((line) => line.trim().startsWith(start))!
    .trim();
}

/** The hover at `<|>` in a piece of the text. */
async function hoverOn({ uri, text }: { uri: string; text: string }, fixture: string): Promise<string> {
  const [before, after] = fixture.split('<|>');
  const lines = text.slice(0, text.indexOf(before + after) + before.length).split('\n');
  const hover = await session.hover(uri, { line: lines.length - 1, character: lines[lines.length - 1].length });
  return (hover!.contents as MarkupContent).value;
}

describe('ResNet', () => {
  it('has a hint behind every block, and first … last in a block', async () => {
    const resnet = await open('resnet');
    expect(await hinted(resnet, 'input(224x224x3) -> Stem⟨56x56x64 · rf 11⟩ -> Stage(64, 3, stride=1)')).toBe(
      'input(224x224x3) -> Stem⟨56x56x64 · rf 11⟩ -> Stage(64, 3, stride=1)⟨56x56x256 · rf 35⟩' +
        ' -> Stage(128, 4)⟨28x28x512 · rf 91⟩ -> Stage(256, 6)⟨14x14x1024 · rf 267⟩' +
        ' -> Stage(512, 3)⟨7x7x2048 · rf 427⟩ -> Head⟨1000⟩',
    );
    expect(await hinted(resnet, 'conv(mid, 1x1)')).toMatch(
      /^conv\(mid, 1x1\)⟨56x56x64 … 7x7x512(?: · rf [^⟩]+)?⟩ -> bn/,
    );
  });

  it('shows a layer of many instances by three, and says between what the rest lie', async () => {
    const hover = await hoverOn(await open('resnet'), '<|>conv(mid, 3x3, stride=stride)');
    // Four stages' blocks in ResNet-50, -101 and -152.
    expect(hover).toContain(`${16 + 33 + 50} instances`);
    expect(hover).toContain(`and ${16 + 33 + 50 - 3} more, from first to last: output 56x56x64 … 7x7x512`);
    expect(hover).toContain('| given | `filters = mid = 64`, `stride = 1` |');
    expect(hover).toContain('By default `pad=same` (`1`), `dilation=1`, `groups=1`.');
    expect(hover).toContain('By `defaults` in line 3: `bias=false`.');
  });

  it('sums up a block where it is declared and where it is called', async () => {
    const resnet = await open('resnet');
    const declared = await hoverOn(resnet, 'block <|>Bottleneck(mid, stride=1');
    expect(declared).toContain('block Bottleneck(mid, stride=1, skip=identity)');
    expect(declared).toContain('Used 16 times in ResNet50, 33 times in ResNet101, 50 times in ResNet152');
    const called = await hoverOn(resnet, '-> <|>Stage(512, 3)');
    expect(called).toContain('| output | 14x14x1024 to 7x7x2048, ');
    // 14,964,736 parameters, as torchvision's `layer4` has.
    expect(called).toContain('| parameters | 14,953,472 weights + 11,264 biases');
  });

  it('sums up the network', async () => {
    const hover = await hoverOn(await open('resnet'), '<|>ResNet50 {');
    expect(hover).toContain('| parameters | 25,557,032 = ');
    expect(hover).toContain('| buffers | 53,120 running statistics');
    expect(hover).not.toContain('INPUT ->');
  });
});

describe('GoogLeNet', () => {
  it('tells apart what only the auxiliary heads need', async () => {
    const googlenet = await open('googlenet');
    expect(
      await session.diagnostics(googlenet.uri).then((all) => all.filter(({ severity }) => severity === 1)),
    ).toEqual([]);
    const hover = await hoverOn(googlenet, '<|>GoogLeNet {');
    expect(hover).toContain('| parameters | 13,378,280 = ');
    expect(hover).toContain(`| of these | ${(13_378_280 - 6_998_552).toLocaleString('en-US')} parameters`);
  });

  it('is compiled with its three outputs', async () => {
    const { uri } = await open('googlenet');
    const result = await session.compile(uri, { line: 20, character: 0 });
    if (result.kind !== 'ready') throw new Error(JSON.stringify(result));
    expect(result.graph.outputs.map(({ weight }) => weight)).toEqual([1, 0.3, 0.3]);
    expect(result.trainingBytes).toBe(memoryOf(result.graph, result.job).training);
  });
});

describe('U-Net', () => {
  it('puts a transposed convolution into its formula', async () => {
    const hover = await hoverOn(await open('unet'), 'crop(border), <|>upconv(filters)');
    expect(hover).toContain('56x56x512: `(28 - 1)*2 - 2*0 + 2 = 56`');
  });

  it('has hints through its skips', async () => {
    const unet = await open('unet');
    // The bottom sees 140; two 3x3 convolutions a level add 4 steps of 8, 4, 2 and 1 pixels.
    expect(await hinted(unet, '-> Up(512')).toBe(
      '-> Up(512, d4, 4)⟨52x52x512 · rf 172⟩ -> Up(256, d3, 16)⟨100x100x256 · rf 188⟩' +
        ' -> Up(128, d2, 40)⟨196x196x128 · rf 196⟩ -> Up(64, d1, 88)⟨388x388x64 · rf 200⟩',
    );
  });
});

describe('the memory budget', () => {
  const network = `network Wide { input(28x28x1) -> [conv(256) -> relu]*4 -> fc(10) }
train Wide { batch = 4000 }
`;
  const uri = 'file:///examples/wide.cnn';

  it('marks the batch that takes too much, and offers the largest that fits', async () => {
    await session.write(uri, network);
    const diagnostic = (await session.diagnostics(uri)).find(({ code }) => code === 'over-memory-budget')!;
    expect(diagnostic).toMatchObject({
      code: 'over-memory-budget',
      severity: 2,
      range: { start: { line: 1, character: 21 }, end: { line: 1, character: 25 } },
    });
    const [action] = (await session.codeActions(uri, diagnostic))!;
    const batch = Number(/batch=(\d+)/.exec(action.title)![1]);
    const compiled = await session.compile(uri, { line: 0, character: 0 });
    if (compiled.kind !== 'ready') throw new Error(JSON.stringify(compiled));
    const { graph, job } = compiled;
    const budget = 4 * 2 ** 30;
    expect(memoryOf(graph, { ...job, batch }).training).toBeLessThanOrEqual(budget);
    expect(memoryOf(graph, { ...job, batch: batch + 1 }).training).toBeGreaterThan(budget);
    expect(diagnostic.message).toContain(`batch=${batch} fits`);
    await session.write(uri, network.replace('4000', `${batch}`));
    expect((await session.diagnostics(uri)).map(({ code }) => code)).not.toContain('over-memory-budget');
  });

  it('says when checkpoints would fit', async () => {
    await session.write(uri, network.replace('4000', '64'));
    const compiled = await session.compile(uri, { line: 0, character: 0 });
    if (compiled.kind !== 'ready') throw new Error(JSON.stringify(compiled));
    const { graph, job } = compiled;
    const [plain, checkpointed] = [memoryOf(graph, job).training, checkpointedBytes(graph, job)];
    expect(checkpointed).toBeLessThan(plain);
    await session.configure({ memoryBudget: (plain + checkpointed) / 2 / 2 ** 30 });
    const overBudget = () =>
      session.published
        .findLast((params) => params.uri === uri)
        ?.diagnostics.filter(({ code }) => code === 'over-memory-budget')
        .map(({ message }) => message);
    await expect.poll(overBudget).toEqual([expect.stringContaining('With `checkpoint = true` the step takes')]);
    await session.write(uri, network.replace('4000', '64 checkpoint = true'));
    await session.diagnostics(uri);
    expect(overBudget()).toEqual([]);
    const saved = await session.compile(uri, { line: 0, character: 0 });
    expect(saved).toMatchObject({ kind: 'ready', trainingBytes: checkpointed });
    await session.configure({});
  });

  it('is a setting', async () => {
    const warning = () =>
      session.published
        .findLast((params) => params.uri === uri)
        ?.diagnostics.find(({ code }) => code === 'over-memory-budget')?.message;
    await session.write(uri, network);
    await expect.poll(warning).toContain('batch=');
    await session.configure({ memoryBudget: 1000 });
    await expect.poll(warning).toBeUndefined();
    await session.configure({ memoryBudget: 0.001 });
    await expect.poll(warning).toContain('not even one image fits');
    await session.configure({});
  });
});
