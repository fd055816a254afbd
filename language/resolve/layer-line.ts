// Which line of a file to show for a layer of a network.
import type { NetworkAnalysis } from '../analysis.js';

/**
 * The zero-based line of the analysed file that a layer comes from: that of its own call, or, where that stands in an
 * imported file, of the innermost call in this one that led there.
 */
export function findLayerLine({ instances, blocks, nameRange }: NetworkAnalysis, layer: number): number {
  const { origin, file } = instances[layer];
  if (file === undefined) return origin.start.line;
  const call = blocks.find((block) => block.file === undefined && block.first <= layer && layer < block.end);
  return (call?.origin ?? nameRange).start.line;
}
