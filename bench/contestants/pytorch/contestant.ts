// PyTorch on the CPU, where a Python with torch is at hand: a process of its own that trains the same network from the
// same weights, one step for each request over its pipes.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Contestant, Model, Trainer } from '../contestant.js';
import { type BenchOperation, walk } from '../walk.js';
import script from './train.py';

export interface PyTorchOptions {
  readonly threads: number;
  /** Store images and weights with the channels last, which is the faster layout for some networks. */
  readonly channelsLast: boolean;
}

/** A layer as the script builds it: the names of its inputs and of its parameters. */
interface Call {
  readonly kind: BenchOperation['kind'];
  readonly inputs: readonly number[];
  readonly output: number;
  readonly path: string;
  readonly operation: BenchOperation;
  /** Height, width and channels of its first input. */
  readonly size: readonly [number, number, number];
}

export function onPyTorch(options: PyTorchOptions): Contestant {
  return {
    async prepare(model) {
      const python = process.env.RECEPTIVE_PYTHON ?? 'python3';
      const child = spawn(python, ['-c', script], { stdio: ['pipe', 'pipe', 'pipe'] });
      return start(child, model, options);
    },
  };
}

async function start(child: ChildProcessWithoutNullStreams, model: Model, options: PyTorchOptions): Promise<Trainer> {
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const waiting: { resolve(line: string): void; reject(error: Error): void }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(line));
  const fail = () => {
    const reason = errors.trim().split('\n').at(-1) || 'Python ended';
    for (const { reject } of waiting.splice(0)) reject(new Error(reason));
  };
  let ended = false;
  const end = () => {
    ended = true;
    fail();
  };
  child.on('error', (error) => {
    errors = error.message;
    end();
  });
  child.on('close', end);
  // A request that a dying process no longer reads fails when the process has ended, with the reason Python printed.
  child.stdin.on('error', () => {});
  const ask = (request: string) =>
    new Promise<string>((resolve, reject) => {
      waiting.push({ resolve, reject });
      if (ended) return fail();
      child.stdin.write(request);
    });
  const version = await ask(`${JSON.stringify(requestOf(model, options))}\n`);
  const { threads, channelsLast } = options;
  return {
    description: `PyTorch ${version}, threads: ${threads}${channelsLast ? ', channels last' : ''}`,
    step: async () => Number(await ask('step\n')),
    close: () => child.kill(),
  };
}

const encoded = (values: Float32Array | Uint32Array) =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');

function requestOf(model: Model, { threads, channelsLast }: PyTorchOptions) {
  const { graph, batch, parameters, images, labels, learningRate, momentum } = model;
  const calls: Call[] = [];
  const call =
    <K extends BenchOperation['kind']>(kind: K) =>
    (
      operation: BenchOperation,
      inputs: readonly number[],
      layer: { id: number; path: string; inputs: readonly number[] },
    ) => {
      const { height, width, channels } = graph.layers[layer.inputs[0]].output;
      const size = [height, width, channels] as const;
      calls.push({ kind, inputs, output: layer.id, path: layer.path, operation, size });
      return layer.id;
    };
  const logits = walk<number>(
    graph,
    0,
    {
      conv: call('conv'),
      fc: call('fc'),
      maxpool: call('maxpool'),
      relu: call('relu'),
      bn: call('bn'),
      add: call('add'),
      shortcut: call('shortcut'),
      global_avgpool: call('global_avgpool'),
    },
    (value) => value,
  );
  const { height, width, channels } = graph.layers[0].output;
  return {
    threads,
    channelsLast,
    learningRate,
    momentum,
    calls,
    logits,
    images: encoded(images),
    imageShape: [batch, height, width, channels],
    labels: encoded(labels),
    parameters: Object.fromEntries([...parameters].map(([name, values]) => [name, encoded(values)])),
  };
}
