// A kernel cut into several dispatches of fewer workgroups, each of which does what it would have done in the one: no
// watchdog takes a GPU for hung that is busy with one of them, and the results are the same to the bit, since
// workgroups never hear of each other. All slices share one text; which of them runs is told by a number in a
// uniform.
import { type Kernel, workgroupNumber, workgroupParameter } from './kernel.js';

export interface SlicedKernel {
  readonly kernel: Kernel;
  /**
   * By slice: what is to be dispatched, one after the other. One: the kernel is whole, and has no binding for its
   * slice.
   */
  readonly workgroups: readonly Kernel['workgroups'][];
}

/** Cut into `slices` along x, or into as many as there are workgroups. */
export function sliced(kernel: Kernel, slices: number): SlicedKernel {
  const [columns, rows, layers] = kernel.workgroups;
  const width = Math.ceil(columns / slices);
  const count = Math.ceil(columns / width);
  if (count === 1) return { kernel, workgroups: [kernel.workgroups] };
  const code = replaced(kernel.code, [
    [workgroupParameter, '@builtin(workgroup_id) workgroup_in_slice: vec3u'],
    [
      workgroupNumber,
      `  let workgroup_at = vec3u(workgroup_in_slice.x + dispatch_slice * ${width}u, workgroup_in_slice.yz);\n${workgroupNumber}`,
    ],
  ]);
  const { bindings } = kernel;
  const declaration = `@group(0) @binding(${bindings.length}) var<uniform> dispatch_slice: u32;\n`;
  return {
    kernel: {
      ...kernel,
      // Behind what must come first in a text.
      code: code.replace('@compute', () => `${declaration}@compute`),
      bindings: [...bindings, { kind: 'slice' }],
    },
    workgroups: Array.from({ length: count }, (_, slice) => [Math.min(width, columns - slice * width), rows, layers]),
  };
}

function replaced(text: string, changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((changed, [from, to]) => {
    if (changed.split(from).length !== 2) throw new Error(`a kernel's text has ${JSON.stringify(from)} not once`);
    return changed.replace(from, () => to);
  }, text);
}
