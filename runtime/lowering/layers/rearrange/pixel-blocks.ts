// Channels to blocks of pixels and back: each is the other's inverse, and so its gradient.
import type { PixelBlocks } from '../../../ir/extents.js';
import type { LayerWork, Site, Step } from '../layer-work.js';

type BlockKind = 'depth-to-space' | 'space-to-depth';

function moved(kind: BlockKind, blocks: PixelBlocks): Step[] {
  return [{ computation: { kind, ...blocks }, reads: ['x'], writes: ['y'] }];
}

function movedBack(kind: BlockKind, blocks: PixelBlocks): Step[] {
  return [{ computation: { kind, ...blocks }, reads: ['dy'], writes: ['dx'] }];
}

function fromDeep({ operation: { block }, input, output }: Site<'depth_to_space'>): PixelBlocks {
  return { block, deep: input, wide: output };
}

function fromWide({ operation: { block }, input, output }: Site<'space_to_depth'>): PixelBlocks {
  return { block, deep: output, wide: input };
}

export const depthToSpace: LayerWork<'depth_to_space'> = {
  forward: (site) => moved('depth-to-space', fromDeep(site)),
  gradients: (site) => movedBack('space-to-depth', fromDeep(site)),
};

export const spaceToDepth: LayerWork<'space_to_depth'> = {
  forward: (site) => moved('space-to-depth', fromWide(site)),
  gradients: (site) => movedBack('depth-to-space', fromWide(site)),
};
