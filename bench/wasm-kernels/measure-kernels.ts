// Times every instruction of a training step by itself, in the memory of a whole training, and prints one line for
// each kind and shape.
import { compileProgram } from '../../runtime/backends/wasm/compile-program.js';
import { type ArithmeticName, arithmetics } from '../../runtime/backends/wasm/kernels/arithmetic.js';
import { writeSettings } from '../../runtime/backends/wasm/kernels/settings.js';
import { createWasmTarget } from '../../runtime/backends/wasm/target.js';
import { type Computation, type Instruction, traitsOf } from '../../runtime/ir/index.js';
import { planTraining } from '../../runtime/memory/index.js';
import { benchNetworks } from '../networks/networks.js';
import { fastestRun } from './fastest.js';
import { measurePeak } from './peak.js';

export interface MeasureOptions {
  /** Keys of the bench's networks. */
  readonly networks: readonly string[];
  readonly arithmetic: string;
  /** Milliseconds for each kernel. */
  readonly time: number;
}

export async function measureKernels({ networks, arithmetic, time }: MeasureOptions): Promise<void> {
  if (!(arithmetic in arithmetics)) throw new Error(`--arithmetic is ${Object.keys(arithmetics).join(' or ')}`);
  const name = arithmetic as ArithmeticName;
  const peak = await measurePeak(name, time);
  console.log(`Peak of the ${name} register tile: ${(peak / 1e9).toFixed(1)} GFLOP/s on one thread`);
  for (const { key, graph, batch } of benchNetworks()) {
    if (networks.includes(key)) await measureNetwork({ key, graph, batch, peak, arithmetic: name, time });
  }
}

interface NetworkRun {
  readonly key: string;
  readonly graph: ReturnType<typeof benchNetworks>[number]['graph'];
  readonly batch: number;
  readonly peak: number;
  readonly arithmetic: ArithmeticName;
  readonly time: number;
}

interface Row {
  count: number;
  milliseconds: number;
  flops: number;
}

async function measureNetwork({ key, graph, batch, peak, arithmetic, time }: NetworkRun): Promise<void> {
  const target = createWasmTarget({ arithmetic, threads: 1 });
  const { program, plan } = planTraining(graph, {
    target,
    batch,
    optimizer: { kind: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: false, weightDecay: 0 },
  });
  const start = performance.now();
  const { bytes, layout, step } = compileProgram(program, plan, target);
  const emitted = performance.now() - start;
  const memory = new WebAssembly.Memory({ initial: layout.pages, maximum: layout.pages });
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  const values = new Float32Array(memory.buffer);
  for (const { id, type } of program.tensors) {
    const tensor = program.tensors[id];
    const count = tensor.shape.reduce((product, extent) => product * extent, 1);
    const from = layout.tensors[id] / 4;
    if (type === 'f32') for (let i = 0; i < count; i++) values[from + i] = Math.random() - 0.3;
  }
  new Uint32Array(memory.buffer, layout.tensors[program.labels], program.batch).fill(1);
  writeSettings(new DataView(memory.buffer), layout.settings, { learningRate: 1e-3, step: 0, seed: 1, firstImage: 0 });

  const rows = new Map<string, Row>();
  let total = 0;
  program.step.forEach((instruction, index) => {
    const calls = step[index];
    const label = describe(instruction);
    const row = rows.get(label) ?? { count: 0, milliseconds: 0, flops: 0 };
    rows.set(label, row);
    row.count++;
    const bound = calls.map(({ name, units, addresses }) => {
      const run = instance.exports[name] as (...of: number[]) => void;
      return () => run(0, units, layout.scratch, layout.settings, ...addresses);
    });
    const milliseconds = fastestRun(() => {
      for (const run of bound) run();
    }, time);
    row.milliseconds += milliseconds;
    row.flops += traitsOf(instruction.computation).flops(instruction.computation) ?? 0;
    total += milliseconds;
  });
  console.log(
    `\n${key}, batch ${batch}: ${total.toFixed(2)} ms a step (sum of its kernels); ` +
      `${(bytes.length / 1024).toFixed(0)} KB of code emitted in ${emitted.toFixed(0)} ms`,
  );
  for (const [label, { count, milliseconds, flops }] of [...rows].sort(
    (a, b) => b[1].milliseconds - a[1].milliseconds,
  )) {
    const rate = flops > 0 ? `${((100 * flops) / (milliseconds / 1000) / peak).toFixed(0).padStart(5)} % of peak` : '';
    const cost = `${milliseconds.toFixed(3).padStart(9)} ms`;
    console.log(`  ${cost}  ${String(count).padStart(3)}x  ${label.padEnd(64)} ${rate}`);
  }
}

function describe({ computation }: Instruction): string {
  const epilogue = 'epilogue' in computation ? (computation.epilogue ?? []) : [];
  const after = epilogue.length > 0 ? ` + ${epilogue.map(({ kind }) => kind).join(' + ')}` : '';
  return `${computation.kind} ${sizesOf(computation)}${after}`;
}

function sizesOf(computation: Computation): string {
  if ('geometry' in computation) {
    const { input, output, window } = computation.geometry;
    return `${input.slice(1).join('x')} -> ${output.slice(1).join('x')}, ${window.kernel.join('x')}`;
  }
  if ('units' in computation) return `${computation.inputs} -> ${computation.units}`;
  if ('size' in computation) return String(computation.size);
  return '';
}
