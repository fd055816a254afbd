// What the matrix products of a training step are on paper: operations, bytes, threads and registers of every kernel,
// read off the kernels that the cost model really takes for an adapter. Nothing is run.
import type { Graph } from '../../model/index.js';
import { type Kernel, kernelsOf } from '../../runtime/backends/webgpu/kernels/index.js';
import { sizeOf, traitsOf } from '../../runtime/ir/index.js';
import { buildProgram } from '../../runtime/lowering/index.js';
import { compile } from '../../runtime/passes/index.js';
import type { PaperAdapter } from './adapters.js';

export interface SheetRow {
  /** The first layer's, of those with equal kernels. */
  readonly label: string;
  /** How many dispatches of a step are this kernel. */
  readonly count: number;
  /** Of one dispatch: floating-point operations, and bytes of all it binds, each once. */
  readonly operations: number;
  readonly bytes: number;
  readonly tile: Tile;
  readonly threads: number;
}

/** The sums that one thread keeps in registers, and how threads share what they load. */
export interface Tile {
  /** Along each axis: pixels and columns; of a weight gradient strips, taps, channels and filters. */
  readonly extents: readonly number[];
  readonly sums: number;
  readonly sharing: 'none' | 'subgroup' | 'workgroup';
  /** Bytes of workgroup memory, and threads, of a workgroup. */
  readonly shared: number;
  readonly workgroup: number;
}

/** The kernels that do most of a step's products, the dearest first: equal ones once. */
export function kernelSheet(graph: Graph, batch: number, adapter: PaperAdapter): SheetRow[] {
  const optimizer = { kind: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: false, weightDecay: 0 } as const;
  const program = compile(buildProgram(graph, { batch, optimizer }));
  const rows = new Map<string, SheetRow>();
  for (const instruction of program.step) {
    const operations = traitsOf(instruction.computation).flops(instruction.computation) ?? 0;
    if (operations === 0) continue;
    // The first kernel does the products; others add its pieces up.
    const [kernel] = kernelsOf(instruction, adapter.profile) as [Kernel];
    const known = rows.get(kernel.code);
    rows.set(kernel.code, {
      label: known?.label ?? kernel.label,
      count: (known?.count ?? 0) + 1,
      operations,
      bytes: bytesOf(kernel),
      tile: tileOf(kernel),
      threads: threadsOf(kernel),
    });
  }
  return [...rows.values()].sort((a, b) => b.count * b.operations - a.count * a.operations);
}

/** A guess at the 32-bit registers of a thread: its sums, two turns of what makes them, and places and counters. */
export function registersOf({ sums }: Tile): number {
  return sums + 4 * Math.ceil(Math.sqrt(sums)) + 16;
}

/** Threads that an adapter holds at once of kernels with this tile: as many as registers and workgroup memory allow. */
export function heldThreads(tile: Tile, adapter: PaperAdapter): number {
  const byRegisters = adapter.threadsWith(registersOf(tile));
  if (tile.shared === 0) return byRegisters;
  const workgroups = adapter.cores * Math.floor(adapter.workgroupMemory / tile.shared);
  return Math.min(byRegisters, workgroups * tile.workgroup);
}

/** Every storage buffer is declared with its size. */
function bytesOf({ code }: Kernel): number {
  const declared = [...code.matchAll(/var<storage, \w+> \w+: array<(\w+), (\d+)>/g)];
  return declared.reduce((sum, [, type, size]) => sum + 4 * widthOf(type) * Number(size), 0);
}

/** Read off the kernel's sums: `sum<pixel>_<vector>`, or `s<strip>_<tap>_<channel>_<vector>`. */
function tileOf({ code }: Kernel): Tile {
  /** A sum may begin with a value that has a name. */
  const beginningOf = (value: string) => new RegExp(`let ${value} = ([^;]*);`).exec(code)?.[1] ?? value;
  const found = [...code.matchAll(/var s(?:um)?(\d+(?:_\d+)+) = ([^;]*);/g)].map(([, name, value]) => ({
    at: name.split('_').map(Number),
    width: widthOfValue(/^\w+$/.test(value) ? beginningOf(value) : value),
  }));
  const [first] = found;
  if (!first) throw new Error('a kernel keeps its sums under other names than the sheet knows');
  const extents = first.at.map((_, axis) => 1 + Math.max(...found.map(({ at }) => at[axis])));
  // The last axis counts vectors: its extent is their widths together.
  const line = found.filter(({ at }) => at.slice(0, -1).every((index) => index === 0));
  extents[extents.length - 1] = line.reduce((sum, { width }) => sum + width, 0);
  const sums = found.reduce((sum, { width }) => sum + width, 0);
  const sharing = code.includes('var<workgroup>') ? 'workgroup' : /Broadcast|Shuffle/.test(code) ? 'subgroup' : 'none';
  const panels = [...code.matchAll(/var<workgroup> \w+: array<vec4f, (\d+)>/g)];
  const shared = panels.reduce((sum, [, size]) => sum + 16 * Number(size), 0);
  return { extents, sums, sharing, shared, workgroup: workgroupSizeOf(code) };
}

/** A bias is loaded by fours where its index is divided by 4. */
const widthOfValue = (value: string): number => (value.includes('>> 2') ? 4 : widthOf(value));

function widthOf(type: string): number {
  return Number(/^vec(\d)/.exec(type)?.[1] ?? 1);
}

function threadsOf({ code, workgroups }: Kernel): number {
  return workgroupSizeOf(code) * sizeOf(workgroups);
}

function workgroupSizeOf(code: string): number {
  return Number(/@workgroup_size\((\d+)/.exec(code)![1]);
}
