// Three graphics processors as their makers and others describe them: what docs/kernels.md reckons with, where none
// is at hand. The figures are peaks; docs/kernels.md names the sources.
import type { AdapterProfile } from '../../runtime/backends/webgpu/adapter-profile.js';

export interface PaperAdapter {
  readonly name: string;
  /** What WebGPU tells of it, as far as kernels look at it. */
  readonly profile: AdapterProfile;
  /** Floating-point operations a second, two for a multiply-add, 32 bits. */
  readonly operations: number;
  /** Bytes a second of its memory. */
  readonly bandwidth: number;
  /**
   * Threads (WebGPU's invocations) that it can hold at once, and those it holds when each takes so many 32-bit
   * registers.
   */
  readonly mostThreads: number;
  /** A thread that wants more registers than this keeps the rest in memory. */
  readonly mostRegisters: number;
  threadsWith(registers: number): number;
  /** Parts of the processor that run workgroups whole, and the workgroup memory of each in bytes. */
  readonly cores: number;
  readonly workgroupMemory: number;
}

const hardware = { software: false, subgroupSize: 0 } as const;

export const paperAdapters: readonly PaperAdapter[] = [
  {
    name: 'Intel Iris Xe, 96 EUs',
    // Subgroups of 8, 16 or 32, which the driver chooses: no size is known beforehand.
    profile: { ...hardware, vendor: 'intel', architecture: 'gen-12lp' },
    // 96 units of 8 lanes at 1.35 GHz.
    operations: 96 * 8 * 2 * 1.35e9,
    bandwidth: 68.3e9,
    mostThreads: 96 * 7 * 32,
    mostRegisters: 128,
    // 7 hardware threads a unit, 4 KiB of registers each, shared by its 8, 16 or 32 lanes.
    threadsWith: (registers) => 96 * 7 * (registers <= 32 ? 32 : registers <= 64 ? 16 : 8),
    cores: 6,
    workgroupMemory: 64 * 1024,
  },
  {
    name: 'Apple M1, 8 cores',
    profile: { ...hardware, vendor: 'apple', architecture: 'metal-3', subgroupSize: 32 },
    operations: 2.6e12,
    bandwidth: 68.3e9,
    mostThreads: 24_576,
    mostRegisters: 128,
    // 384 KiB of registers a core, from 768 to 3,072 threads.
    threadsWith: (registers) => 8 * groupsOf32(Math.min(3072, (384 * 1024) / 4 / Math.min(128, registers))),
    cores: 8,
    workgroupMemory: 32 * 1024,
  },
  {
    name: 'NVIDIA RTX 4070',
    profile: { ...hardware, vendor: 'nvidia', architecture: 'lovelace', subgroupSize: 32 },
    // 5,888 lanes at 2.475 GHz.
    operations: 5888 * 2 * 2.475e9,
    bandwidth: 504e9,
    mostThreads: 46 * 1536,
    mostRegisters: 255,
    // 65,536 registers a multiprocessor, at most 1,536 threads; by eights of registers.
    threadsWith: (registers) => 46 * groupsOf32(Math.min(1536, 65_536 / (8 * Math.ceil(registers / 8)))),
    cores: 46,
    workgroupMemory: 100 * 1024,
  },
];

function groupsOf32(threads: number): number {
  return 32 * Math.floor(threads / 32);
}
