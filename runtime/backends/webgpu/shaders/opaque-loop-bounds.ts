// Loops that stay loops. Mesa's llvmpipe unrolls each loop of up to 32 turns that it can count, one within the other,
// and hands LLVM what comes of it: an average of 8x8 pixels took four seconds to compile, the weight gradient of a
// 3x3 window one and a half. So it cannot count them there: to a loop's end a number is added that is 0, which the
// text does not tell. SwiftShader unrolls nothing, and graphics processors win by it.
import { type Kernel, workgroupNumber } from './kernel.js';

/** A loop's end that is written as a number. */
const countedEnd = /; (\w+) < (\d+)(u?); /g;
const workgroupLine = new RegExp(`${workgroupNumber}.*\n`);

/** The same kernel, whose loops a compiler cannot count. */
export function rolled(kernel: Kernel): Kernel {
  const [head, body] = kernel.code.split(workgroupLine) as [string, string];
  const [line] = kernel.code.match(workgroupLine)!;
  const uncounted = body.replace(
    countedEnd,
    (_, counter, end, unsigned) => `; ${counter} < ${end}${unsigned} + ${unsigned ? 'nothing' : 'i32(nothing)'}; `,
  );
  if (uncounted === body) return kernel;
  // No dispatch has a second layer of workgroups; and all threads know that they have the same number.
  return { ...kernel, code: `${head}${line}  let nothing = workgroup_at.z;\n${uncounted}` };
}
