// The properties of a graphics adapter, and the choices made for it before kernels are emitted. Plain data: the same
// profile gives the same kernels and the same bytes on every machine.

export interface AdapterProfile {
  /** As the driver gives them: `google`, `swiftshader`; empty where it keeps them to itself. */
  readonly vendor: string;
  readonly architecture: string;
  /** It computes on the CPU (SwiftShader, llvmpipe, WARP): loads and barriers are dear there, and threads are few. */
  readonly software: boolean;
  /**
   * Lanes that can hand values to each other without memory: a power of two, or 0 where the device cannot, or where the
   * driver does not say beforehand how many there will be.
   */
  readonly subgroupSize: number;
  /** It can store numbers in 16 bits (WebGPU's `shader-f16`). Default: no. */
  readonly f16?: boolean;
  /**
   * Variants of matrix products that were measured to be the best there, by shape
   * (runtime/backends/webgpu/variants/variants.ts).
   */
  readonly choices?: Readonly<Record<string, string>>;
  /**
   * The largest tile of Winograd convolutions (3x3, where that pays); 0: all convolutions are direct. Default: 4.
   */
  readonly winograd?: 0 | 2 | 4;
  /** Bytes of the largest buffer that a kernel can see. Default: 128 MiB, which WebGPU promises of every adapter. */
  readonly largestBuffer?: number;
  /**
   * Seconds that a dispatch may take, as foretold, before it is cut up. Default: by the kind of adapter
   * (runtime/backends/webgpu/variants/dispatch-slices.ts).
   */
  readonly longestDispatch?: number;
}

/**
 * Whether its compiler takes a tenth of a second for a small kernel and seconds for a large one: LLVM's, behind every
 * adapter in software but SwiftShader, which has one of its own.
 */
export const compilesSlowly = ({
  software,
  architecture,
}: Pick<AdapterProfile, 'software' | 'architecture'>): boolean => software && architecture !== 'swiftshader';

/** WebGPU's own limit on what a kernel may bind, in bytes. */
const promisedBuffer = 128 * 2 ** 20;

export const largestBufferOf = ({ largestBuffer = promisedBuffer }: AdapterProfile): number => largestBuffer;

/** The profile where no adapter is known, as in an editor that has never trained: nothing beyond WebGPU itself. */
export const unknownGpu: AdapterProfile = { vendor: '', architecture: '', software: false, subgroupSize: 0 };
