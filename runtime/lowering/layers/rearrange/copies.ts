// Layers that only move values: a part of the channels, a crop, zeros around, ResNet's option A.
import type { Box } from '../../../ir/extents.js';
import type { LayerWork, Site } from '../layer-work.js';

type CopyKind = 'part' | 'pad' | 'crop' | 'shortcut';

/** A row of the table from where each value comes from. */
function copying<K extends CopyKind>(from: (site: Site<K>) => Partial<Box>): LayerWork<K> {
  const boxOf = (site: Site<K>): Box => ({
    input: site.input,
    output: site.output,
    stride: [1, 1],
    offset: [0, 0],
    channel: 0,
    ...from(site),
  });
  return {
    forward: (site) => [{ computation: { kind: 'copy', ...boxOf(site) }, reads: ['x'], writes: ['y'] }],
    gradients: (site) => [{ computation: { kind: 'copy-gradient', ...boxOf(site) }, reads: ['dy'], writes: ['dx'] }],
  };
}

export const part = copying<'part'>(({ operation, output }) => ({ channel: (operation.index - 1) * output[3] }));
export const pad = copying<'pad'>(({ operation: { by } }) => ({ offset: [-by.top, -by.left] }));
export const crop = copying<'crop'>(({ operation: { by } }) => ({ offset: [by.top, by.left] }));
export const shortcut = copying<'shortcut'>(({ operation: { stride } }) => ({ stride }));
