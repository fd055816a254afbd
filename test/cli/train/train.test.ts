// `cnn train`: its output, its JSON lines (a contract), its exit codes, and Ctrl-C.
import { type ChildProcess, spawn } from 'node:child_process';
import { cp, open, rm, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadLastAdapter } from '../../../cli/train/last-adapter.js';
import { parseTrainingEvent, type TrainingEvent } from '../../../runtime/train/index.js';
import { bundle } from '../../support/bundle.js';
import { filesIn, type Outcome } from '../command.js';

/** Small enough to train in seconds on any machine, large enough to learn. */
const small = `network Small {
  input(28x28x1) -> maxpool(2) -> conv(6, 5x5, stride=2) -> relu -> fc(10)
}
train Small { optimizer = sgd(lr=0.02, momentum=0.9) batch = 32 epochs = 2 seed = 3 }
`;

let cli: string;
let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  cli = await bundle('dist/cli.mjs');
  // As in the project: the data in dist/digits, and the optional package webgpu to be found.
  await cp('runtime/data/digits', join(dirname(cli), 'digits'), { recursive: true });
  await symlink(resolve('node_modules'), join(dirname(cli), 'node_modules'), 'junction');
  // What a training remembers is its own, and not the user's.
  process.env.XDG_CACHE_HOME = join(dirname(cli), 'cache');
  folder = await filesIn({
    'small.cnn': small,
    'plain.cnn': 'input(28x28x1) -> maxpool(4) -> fc(10)\n',
    'wide.cnn': 'network Wide { input(32x32x3) -> fc(10) }\n',
    'wild.cnn':
      'network Wild { input(28x28x1) -> maxpool(4) -> fc(20) -> fc(10) }\ntrain Wild { optimizer = sgd(lr=1000) }\n',
    // 38 billion multiply-adds a step.
    'large.cnn': `network Large {
  input(64x64x3) -> [conv(64) -> relu]*3 -> maxpool(2) -> [conv(128) -> relu]*2 -> global_avgpool -> fc(4)
}
train Large { data = shapes(64x64x3, images=256, tests=16)  batch = 64  epochs = 3 }
`,
    'over.cnn': `network Few { input(16x16x1) -> maxpool(4) -> fc(4) }
train Few { data = shapes(16x16x1, images=40, tests=10)  epochs = 3 }
`,
    'shapes.cnn': `network Drawn {
  input(20x20x3) -> conv(8, 5x5) -> relu -> maxpool(2) -> conv(16) -> relu -> global_maxpool -> fc(4)
}
train Drawn {
  data = shapes(24x24x3, images=600, tests=200)  augment = flip -> crop(20x20) -> normalise
  optimizer = adam(lr=0.01)  batch = 32  epochs = 6
}
`,
    'broken.cnn': 'network A {\n  input(8x8x1) -> conv(4, 11x11, pad=0) -> fc(10)\n}\n',
    'two.cnn': `${small}network Other { input(28x28x1) -> fc(10) }\ntrain Other { epochs = 1 }\n`,
    'huge.cnn': 'network Huge { input(28x28x1) -> fc(1000000) -> fc(1000000) -> fc(10) }\n',
  });
});
afterAll(() => rm(folder, { recursive: true }));

function start(args: readonly string[], env = process.env): { child: ChildProcess; outcome: Promise<Outcome> } {
  const child = spawn(process.execPath, [cli, 'train', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, outcome };
}

const train = (...args: string[]) => start([...args, '--backend', 'cpu']).outcome;

/** Every line as an event; fails when one is none. */
function eventsIn(stdout: string): TrainingEvent[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const event = parseTrainingEvent(JSON.parse(line));
      if (!event) throw new Error(`no training event: ${line}`);
      return event;
    });
}

/** Losses and accuracies without the times, which no two runs share. */
const withoutTimes = (events: readonly TrainingEvent[]) =>
  events.map((event) => ({ ...event, imagesPerSecond: undefined, seconds: undefined }));

describe('cnn train --json', () => {
  it('learns, reports every step and epoch, and ends with the accuracy on the test images', async () => {
    const { code, stdout, stderr } = await train(at('small.cnn'), '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const events = eventsIn(stdout);
    const of = <E extends TrainingEvent['event']>(name: E) =>
      events.filter((event): event is Extract<TrainingEvent, { event: E }> => event.event === name);
    // 5,000 images in batches of 32: 157 steps an epoch.
    expect(of('start')).toMatchObject([{ network: 'Small', data: 'digits', backend: 'wasm', steps: 314, seed: 3 }]);
    expect(of('step').map(({ step }) => step)).toEqual(Array.from({ length: 314 }, (_, index) => index + 1));
    expect(of('epoch')).toHaveLength(2);
    const [first, second] = of('epoch');
    expect(second.loss).toBeLessThan(0.75 * first.loss);
    const last = events.at(-1)!;
    expect(last).toMatchObject({ event: 'done', epochs: 2 });
    if (last.event !== 'done') return;
    expect(last.testAccuracy).toBeGreaterThan(0.85);
    expect(last.imagesPerSecond).toBeGreaterThan(0);
  });

  it('gives the same losses for the same seed, others for another', async () => {
    const args = [at('small.cnn'), '--json', '--epochs', '1', '--batch', '250'];
    const [one, same, other] = await Promise.all([
      train(...args, '--seed', '5'),
      train(...args, '--seed', '5'),
      train(...args, '--seed', '6'),
    ]);
    const [first, second, third] = [one, same, other].map(({ stdout }) => withoutTimes(eventsIn(stdout)));
    expect(first).toHaveLength(1 + 20 + 2);
    expect(second).toEqual(first);
    expect(third.slice(1)).not.toEqual(first.slice(1));
  });

  it('learns from drawn shapes, mirrored, shifted and normalised', async () => {
    const [one, same] = await Promise.all([train(at('shapes.cnn'), '--json'), train(at('shapes.cnn'), '--json')]);
    expect(one.code).toBe(0);
    const events = eventsIn(one.stdout);
    expect(events[0]).toMatchObject({ event: 'start', data: 'shapes(24x24x3)', steps: 6 * 19 });
    const last = events.at(-1)!;
    // A quarter would be right by chance, within 0.03; more epochs bring more.
    expect(last.event === 'done' && last.testAccuracy).toBeGreaterThan(0.45);
    expect(withoutTimes(eventsIn(same.stdout))).toEqual(withoutTimes(events));
  });

  it('stops at Ctrl-C and reports its progress', async () => {
    const { child, outcome } = start([at('small.cnn'), '--backend', 'cpu', '--json', '--epochs', '1000']);
    child.stdout!.once('data', () => child.kill('SIGINT'));
    const { code, stdout } = await outcome;
    expect(code).toBe(130);
    expect(eventsIn(stdout).at(-1)).toMatchObject({ event: 'stopped', epoch: 1, epochs: 1000 });
  });

  it('explains a diverging loss', async () => {
    const { code, stdout, stderr } = await train(at('wild.cnn'), '--json');
    expect(code).toBe(2);
    const last = eventsIn(stdout).at(-1)!;
    expect(last.event === 'failed' && last.message).toContain('Lower the learning rate from 1000, e.g. to lr=100.');
    expect(stderr).toMatch(/wild\.cnn:1: The loss in step \d+ of 79 .* It began in step \d+, with .* in fc\.\d/);
    expect(last).toMatchObject({ reason: 'not-finite', layer: expect.stringMatching(/^fc\.\d$/) });
  });

  it('reports the first error of a file as its only event', async () => {
    const { code, stdout } = await train(at('broken.cnn'), '--json');
    expect(code).toBe(1);
    expect(eventsIn(stdout)).toMatchObject([{ event: 'failed', message: expect.stringContaining('broken.cnn:2: ') }]);
  });
});

describe('cnn train --backend', () => {
  it('auto trains on every machine, and reports its choice', async () => {
    const { code, stdout } = await start([at('small.cnn'), '--epochs', '1']).outcome;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Training on (the CPU\.|WebGPU:) .{10}/m);
    expect(stdout).toMatch(/^Test accuracy [89]\d/m);
  });

  it('webgpu trains on an adapter, or explains that there is none', async () => {
    const { code, stdout, stderr } = await start([at('small.cnn'), '--epochs', '1', '--backend', 'webgpu', '--json'])
      .outcome;
    const events = eventsIn(stdout);
    if (code === 0) {
      expect(events[0]).toMatchObject({ event: 'start', backend: 'webgpu' });
      expect(loadLastAdapter()?.name).toBe((events[0] as Extract<TrainingEvent, { event: 'start' }>).description);
      expect(events.at(-1)).toMatchObject({ event: 'done' });
    } else {
      expect(code).toBe(2);
      expect(stderr).toContain('Or train with --backend cpu.');
      expect(events).toMatchObject([{ event: 'failed' }]);
    }
  });
});

describe('cnn train', () => {
  it('reports network, data, settings and accuracy', async () => {
    const { code, stdout } = await train(at('small.cnn'), '--epochs', '1');
    expect(code).toBe(0);
    expect(stdout).toContain(
      'Training Small on digits (5,000 images): sgd(lr=0.02, momentum=0.9), batch 32, 1 epoch, seed 3.',
    );
    expect(stdout).toContain('Backend: WebAssembly on the CPU, ');
    expect(stdout).toMatch(/^epoch 1\/1: loss \d\.\d+, \d+\.\d % right; test loss /m);
    expect(stdout).toMatch(
      /^Test accuracy [89]\d\.\d % \(loss 0\.\d+\) after 1 epoch in [\d.]+ s, [\d,]+ images\/s\.$/m,
    );
    expect(stdout).not.toContain('\x1b');
  });

  it('trains a network without a job by the default one', async () => {
    const { code, stdout } = await train(at('plain.cnn'), '--epochs', '1');
    expect(code).toBe(0);
    expect(stdout).toContain(
      'Training plain on digits (5,000 images): sgd(lr=0.05, momentum=0.9), batch 64, 1 epoch, seed 1.',
    );
  });

  it('prints the errors of a file as cnn check does', async () => {
    const { code, stdout } = await train(at('broken.cnn'));
    expect(code).toBe(1);
    expect(stdout).toMatch(/broken\.cnn:2:\d+: error: /);
    expect(stdout).toContain('^^^');
  });

  it.each([
    ['no file', [], 'Name one .cnn file to train.'],
    ['a file that is not there', ['nowhere.cnn'], 'There is no file nowhere.cnn.'],
    ['a folder', ['examples'], 'examples is a folder'],
    [
      'an unknown backend',
      ['x.cnn', '--backend', 'tpu'],
      '--backend takes one of auto, webgpu, cpu, reference, not "tpu".',
    ],
    ['no epochs', ['x.cnn', '--epochs', '0'], '--epochs takes a whole number from 1 to 1000000, not "0".'],
    ['half a batch', ['x.cnn', '--batch', '1.5'], '--batch takes a whole number from 1 to 1000000, not "1.5".'],
    ['a negative seed', ['x.cnn', '--seed=-1'], '--seed takes a whole number from 0 to 4294967295, not "-1".'],
    ['a seed of 2^32', ['x.cnn', '--seed=4294967296'], 'from 0 to 4294967295, not "4294967296".'],
    ['an unknown option', ['x.cnn', '--fast'], "Unknown option '--fast'."],
  ])('explains %s and exits with 2', async (_, args, message) => {
    const { code, stderr, stdout } = await start(args).outcome;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('needs --network where a file trains several', async () => {
    const unclear = await train(at('two.cnn'));
    expect(unclear.code).toBe(2);
    expect(unclear.stderr).toContain('two.cnn has several networks. Choose one with --network: Small, Other.');
    const unknown = await train(at('two.cnn'), '--network', 'Third');
    expect(unknown.stderr).toContain('two.cnn has no network Third. Its networks: Small, Other.');
    const named = await train(at('two.cnn'), '--network', 'Other');
    expect(named.code).toBe(0);
    expect(named.stdout).toContain('Training Other on digits');
  });

  it('refuses a network that does not fit its data, with both sizes', async () => {
    const { code, stderr } = await train(at('wide.cnn'));
    expect(code).toBe(2);
    expect(stderr).toContain('Wide takes images of 32x32x3, but those of digits are 28x28x1; write input(28x28x1).');
  });

  it('refuses a step larger than free memory, with the figures', async () => {
    const { code, stderr } = await train(at('huge.cnn'));
    expect(code).toBe(2);
    expect(stderr).toMatch(/too little memory for a training step of Huge with batch 64, [\d.]+ TiB: /);
    expect(stderr).toMatch(/TiB: [\d.]+ [GM]iB are free\. Not even one image fits: /);
  });
});

describe('cnn', () => {
  const cnn = async (...args: string[]) => {
    const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    const code = await new Promise((resolve) => child.on('close', resolve));
    return { code, stdout, stderr };
  };

  it.each([['--help'], ['help']])('%s lists the commands', async (flag) => {
    const { code, stdout } = await cnn(flag);
    expect(code).toBe(0);
    for (const name of ['check', 'summary', 'train']) expect(stdout).toContain(`cnn ${name} FILE`);
  });

  it('--version prints the version', async () => {
    const { version } = (await import('../../../package.json', { with: { type: 'json' } })).default;
    expect(await cnn('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('train --help lists its options', async () => {
    const { code, stdout } = await cnn('train', '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('--backend NAME');
  });

  it('exits with 2 and the help without a known command', async () => {
    const unknown = await cnn('trian');
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('There is no command trian.');
    expect((await cnn()).code).toBe(2);
  });
});

it.runIf(process.platform === 'linux')("does not print Dawn's warnings where there is no adapter", async () => {
  const none = at('no-driver.json');
  const env = { ...process.env, VK_ICD_FILENAMES: none, VK_DRIVER_FILES: none };
  const { code, stdout, stderr } = await start([at('small.cnn'), '--epochs', '1'], env).outcome;
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Training on the CPU\. (WebGPU found no graphics adapter: Vulkan |The npm package webgpu )/);
});

// The first step of large.cnn takes seconds: `step: 0` at the end says that the stop did not wait for it.
describe('stopping cnn train', () => {
  /** Sends SIGINT once stdout matches. */
  const stopAt = async (args: readonly string[], when: RegExp, signals = 1) => {
    const { child, outcome } = start(args);
    let text = '';
    let sent = false;
    child.stdout!.on('data', (chunk) => {
      text += chunk;
      if (sent || !when.test(text)) return;
      sent = true;
      for (let count = 0; count < signals; count++) setTimeout(() => child.kill('SIGINT'), 20 * count);
    });
    return outcome;
  };

  it('does not wait for the end of a step', async () => {
    const { code, stdout } = await stopAt([at('large.cnn'), '--backend', 'cpu', '--json'], /"start"/);
    expect(code).toBe(130);
    expect(eventsIn(stdout).at(-1)).toMatchObject({ event: 'stopped', step: 0, epoch: 1, epochs: 3 });
  });

  it('says so where no step was done', async () => {
    const { code, stdout } = await stopAt([at('large.cnn'), '--backend', 'cpu'], /^Training Large/);
    expect(code).toBe(130);
    expect(stdout).toMatch(/^Stopped in epoch 1 .*No step was done\.$/m);
  });

  it('ends at a second Ctrl-C', async () => {
    const { code } = await stopAt([at('large.cnn'), '--backend', 'cpu', '--json'], /"start"/, 2);
    expect(code).toBe(130);
  });
});

describe('an output that cannot be written', () => {
  it('ends a training with 141 where nothing reads it', async () => {
    const { child, outcome } = start([at('small.cnn'), '--backend', 'cpu', '--json', '--epochs', '1000']);
    child.stdout!.once('data', () => child.stdout!.destroy());
    const { code, stderr } = await outcome;
    expect({ code, stderr }).toEqual({ code: 141, stderr: '' });
  });

  it.runIf(process.platform === 'linux').each(['check', 'summary', 'train'])(
    'ends %s with 2 and one sentence where the disk is full',
    async (command) => {
      const full = await open('/dev/full', 'w');
      const child = spawn(process.execPath, [cli, command, at('small.cnn')], { stdio: ['ignore', full.fd, 'pipe'] });
      let stderr = '';
      child.stderr!.setEncoding('utf8').on('data', (text) => (stderr += text));
      const code = await new Promise((resolve) => child.on('close', resolve));
      await full.close();
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: 'cnn: The output could not be written: no space is left on the device.\n',
      });
    },
  );
});

it('says that a batch is larger than the data set, and takes all images', async () => {
  const { code, stdout } = await train(at('over.cnn'), '--batch', '65536');
  expect(code).toBe(0);
  expect(stdout).toContain('Batch 65,536 is more than the 40 training images: each step takes all of them.');
  const events = eventsIn((await train(at('over.cnn'), '--batch', '65536', '--json')).stdout);
  expect(events[0]).toMatchObject({ event: 'start', batch: 40, requestedBatch: 65_536, steps: 3 });
  const whole = eventsIn((await train(at('over.cnn'), '--batch', '40', '--json')).stdout);
  expect(withoutTimes(events.slice(1))).toEqual(withoutTimes(whole.slice(1)));
});
