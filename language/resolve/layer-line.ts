// Finds the line of a file to show for a layer of a network.
import type { NetworkAnalysis } from '../analysis.js';

/**
 * The zero-based line of a layer's call. For a call in an imported file it is the line of the innermost block call in
 * the analysed file that placed the layer.
 */
export function findLayerLine({ instances, blocks, nameRange }: NetworkAnalysis, layer: number): number {
  const { origin, file } = instances[layer];
  if (file === undefined) return origin.start.line;
  const call = blocks.find((block) => block.file === undefined && block.first <= layer && layer < block.end);
  return (call?.origin ?? nameRange).start.line;
}
