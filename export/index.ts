// The public interface of the room: every format, and the weights that go with a network.
import type { Exporter } from './exporter.js';
import { weightsExporter } from './weights/exporter.js';

export { ExportError, type Exporter, type ExportRequest } from './exporter.js';
export { type Layout, layouts } from './weights/layouts.js';
export { initialWeights } from './weights/parameters.js';
export { safetensorsLimits, TensorFileError } from './weights/safetensors.js';
export { maxWeightsBytes, readWeightsFile } from './weights/weights-file.js';

/** In the order in which they are offered. */
export const exporters: readonly Exporter[] = [weightsExporter];
