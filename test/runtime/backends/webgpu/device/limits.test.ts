// A plan that does not fit a GPU's limits is refused with the numbers, before anything is allocated. The limits here
// are lower than any GPU's.
import { describe, expect, it } from 'vitest';
import { formatBytes, formatMemory } from '../../../../../model/index.js';
import { type BufferLimits, checkLimits } from '../../../../../runtime/backends/webgpu/device/limits.js';
import { FaultError } from '../../../../../runtime/faults/index.js';
import { buildProgram } from '../../../../../runtime/lowering/index.js';
import { withRemedies } from '../../../../../runtime/train/index.js';
import { compile, planProgram, planTraining, targetOf } from '../../../../support/gpu-planning.js';
import { chain, conv, fc, relu, unbiased } from '../../../../support/graphs.js';
import { sgd } from '../../../../support/optimizers.js';
import { tinyJob } from '../../../train/tiny.js';

const graph = chain('Limited', [8, 8, 1], [conv(4, 3, 1), relu, fc(100), fc(2)]);

/** Why a batch does not fit, as a training reports it; undefined where it does. */
function faultOf(batch: number, limits: BufferLimits, of = graph) {
  const job = { ...tinyJob, optimizer: sgd(0.1), batch };
  const program = compile(buildProgram(of, job));
  try {
    checkLimits(limits, program, planProgram(program));
    return undefined;
  } catch (error) {
    const withRemedy = withRemedies(error, of, job, targetOf());
    if (!(withRemedy instanceof FaultError)) throw withRemedy;
    return { ...withRemedy.fault, message: withRemedy.message };
  }
}

const both = (bytes: number) => ({ maxBufferSize: bytes, maxStorageBufferBindingSize: bytes });
/** The weights of fc(100), in bytes. */
const weights = 256 * 100 * 4;

describe('a GPU with low limits', () => {
  it.each([160, 200, 1000])('names the buffer, its bytes, the limit and the batch that fits instead of %i', (batch) => {
    const limit = 1.5 * weights;
    const fault = faultOf(batch, both(limit))!;
    expect(fault).toMatchObject({ kind: 'over-limit', network: 'Limited', batch, limit });
    if (fault.kind !== 'over-limit') return;
    expect(fault.bytes).toBeGreaterThan(limit);
    const { images, bytes: batchBytes } = fault.remedies!.batch!;
    expect(fault.message).toMatch(
      new RegExp(
        `^Limited with batch ${batch} needs a buffer of ${formatBytes(fault.bytes)} \\(.+\\), ` +
          `but .* that fits is ${images} \\(${formatBytes(batchBytes)}\\)\\.`,
      ),
    );
    // It does fit, and one image more does not.
    expect(faultOf(images, both(limit))).toBeUndefined();
    expect(faultOf(images + 1, both(limit))).toBeDefined();
    // So do the parts that are named, by the memory that is named for them; the images alone, which stay whole, are
    // too many in the last case.
    expect(fault.remedies!.microBatches === undefined).toBe(64 * 4 * batch > limit);
    if (!fault.remedies!.microBatches) return;
    const { memory, count, bytes } = fault.remedies!.microBatches;
    const { program, plan } = planTraining(graph, { ...tinyJob, optimizer: sgd(0.1), batch, memory });
    expect([program.microBatches, plan.bytes]).toEqual([count, bytes]);
    checkLimits(both(limit), program, plan);
    expect(fault.message).toContain(`with memory = ${formatMemory(memory)} it is computed in ${count} parts (`);
  });

  it('names the tensor that a buffer is for', () => {
    // A rectified 8x8x4 an image, of which the GPU allows 100.
    const plain = chain('Plain', [8, 8, 1], [conv(4, 3, 1), relu, fc(2)]);
    const anImage = 8 * 8 * 4 * 4;
    expect(faultOf(128, both(100 * anImage), plain)).toMatchObject({
      bytes: 128 * anImage,
      tensor: expect.stringMatching(/output/),
      remedies: { batch: { images: 100 } },
    });
  });

  it('counts the smaller of the two limits', () => {
    expect(faultOf(1, both(weights))).toBeUndefined();
    expect(faultOf(1, { maxBufferSize: 2 ** 30, maxStorageBufferBindingSize: weights - 4 })).toBeDefined();
    expect(faultOf(1, { maxBufferSize: weights - 4, maxStorageBufferBindingSize: 2 ** 30 })).toBeDefined();
  });

  it('says so where not even one image fits', () => {
    const fault = faultOf(16, both(weights - 4))!;
    expect(fault).toMatchObject({
      bytes: weights,
      remedies: { batch: { images: 0 } },
      tensor: expect.stringMatching(/^fc\.3\/weights/),
    });
    expect(fault.message).toMatch(
      new RegExp(
        'Not even one image fits: give that layer fewer inputs or outputs, or train on the CPU, ' +
          'which has no such limit\\.$',
      ),
    );
  });
});

describe('running a program without a training', () => {
  /** The message for a program without a training. */
  function plainly(batch: number, limit: number, of = graph, memory?: number): string {
    const { program, plan } = planTraining(of, { ...tinyJob, optimizer: sgd(0.1), batch, memory });
    try {
      checkLimits(both(limit), program, plan);
      return '';
    } catch (error) {
      return (error as FaultError).message;
    }
  }
  const rectified = chain('Plain', [8, 8, 1], [conv(4, 3, 1), relu, conv(1, 3, 1), fc(2)]);
  const anImage = 8 * 8 * 4 * 4;

  it('is answered with a smaller batch where that helps', () => {
    expect(plainly(128, 100 * anImage, rectified)).toMatch(/output\), but .* at most\. Try a smaller batch\.$/);
  });

  it('is answered with the layer where its weights, or one image, are too much', () => {
    expect(plainly(16, weights - 4)).toMatch(
      /\(fc\.3\/weights\S*\), but .* give that layer fewer inputs or outputs, or train on the CPU/,
    );
    expect(plainly(1, anImage - 4, rectified)).toMatch(
      /give that layer fewer channels or a smaller input, or train on the CPU/,
    );
    const inParts = planTraining(rectified, { ...tinyJob, batch: 2, memory: 1 });
    expect(inParts.program.microBatches).toBe(2);
    expect(plainly(2, anImage - 4, rectified, 1)).toMatch(/give that layer fewer channels or a smaller input/);
  });

  it('is answered with the input where that is too much', () => {
    expect(plainly(1, 8 * 8 * 4 - 4, chain('Input', [8, 8, 1], [unbiased(1, 3, 1, 2), fc(2)]))).toMatch(
      /256 B \(images\), but .* Not even one image fits: make the input smaller, or/,
    );
  });
});
