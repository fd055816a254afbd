// Reads the weights of a network from a file that the user named.
import { maxWeightsBytes, readWeightsFile, TensorFileError } from '../../export/index.js';
import { readRegularFile } from '../../filesystem/regular-file.js';
import { formatBytes, type Graph } from '../../model/index.js';

export type ReadWeights =
  | { readonly kind: 'weights'; readonly values: Map<string, Float32Array> }
  /** `reason` is a sentence that names the file. */
  | { readonly kind: 'unusable'; readonly reason: string };

const convert =
  'is a pickle, which can run any program: it is not read. Convert it with ' +
  `python3 -c "import sys, torch; from safetensors.torch import save_file; ` +
  `save_file(torch.load(sys.argv[1], weights_only=True), sys.argv[2])" IN.pt OUT.safetensors`;

/** Never throws for what a file can be. */
export async function readWeights(graph: Graph, path: string): Promise<ReadWeights> {
  const unusable = (predicate: string): ReadWeights => ({ kind: 'unusable', reason: `${path} ${predicate}` });
  const content = await readRegularFile(path, { maxBytes: maxWeightsBytes });
  switch (content.kind) {
    case 'missing':
      return { kind: 'unusable', reason: `There is no file ${path}.` };
    case 'too-large':
      return unusable(`is larger than ${formatBytes(maxWeightsBytes)}.`);
    case 'refused':
      return unusable(content.reason);
    case 'bytes':
      if (isPickle(content.bytes)) return unusable(convert);
      try {
        return { kind: 'weights', values: readWeightsFile(graph, content.bytes) };
      } catch (error) {
        if (error instanceof TensorFileError) return unusable(error.message);
        throw error;
      }
  }
}

/** What torch.save writes: a zip archive, or before PyTorch 1.6 a pickle of protocol 2 and later. */
function isPickle(bytes: Uint8Array): boolean {
  return (bytes[0] === 0x50 && bytes[1] === 0x4b) || (bytes[0] === 0x80 && bytes[1] >= 2 && bytes[1] <= 5);
}
