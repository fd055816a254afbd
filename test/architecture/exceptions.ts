// Known violations of the rules, each list only to shrink; empty when the tree is clean.

const longHeaders: readonly string[] = ['runtime/backends/reference/computations/norms.ts', 'runtime/train/events.ts'];
const wideLines: readonly string[] = ['runtime/backends/webgpu/kernels', 'runtime/backends/webgpu/shaders'];
const fullFolders: readonly string[] = ['runtime/lowering/layers'];
const circles: readonly string[] = [];
const cst: readonly string[] = [];
const oldWords: readonly string[] = [];

/** A path counts when it, or a folder it lies in, is listed. */
const isListed = (list: readonly string[]) => (path: string) =>
  list.some((listed) => path === listed || path.startsWith(`${listed}/`));

export const allowed = {
  longHeader: isListed(longHeaders),
  wideLines: isListed(wideLines),
  fullFolder: isListed(fullFolders),
  /** Circles that lie within one of the listed folders. */
  circle: (circle: string) => circles.some((room) => circle.split(', ').every((folder) => isListed([room])(folder))),
  cst: isListed(cst),
  oldWords: isListed(oldWords),
};
