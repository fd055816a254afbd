// The export of weights alone, as a safetensors file.
import type { Exporter } from '../exporter.js';
import { writeWeightsFile } from './weights-file.js';

export const weightsExporter: Exporter = {
  id: 'weights',
  title: 'safetensors',
  detail: 'the weights alone, by the names of the layers',
  extension: 'safetensors',
  write: ({ graph, values, layout }) => [
    { extension: 'safetensors', content: writeWeightsFile(graph, values, layout) },
  ],
};
