// Diagnostics of the memory that a training step takes. The server reports them: only the runtime's planner knows the
// bytes.
import { formatBytes, formatCount, formatMemory } from '../../model/index.js';
import type { Edit, Range } from '../text/range.js';
import type { Fix } from './diagnostic.js';
import { defineDiagnostic } from './entry.js';

/** A job that takes too much memory, and what would make it fit. */
export interface MemoryShortage {
  /** Bytes that the training takes, and that it may take. */
  readonly bytes: number;
  readonly limit: number;
  readonly batch: number;
  /** The largest batch that fits; absent where not even one image does. */
  readonly fitting?: { readonly batch: number; readonly bytes: number };
  /** Where the batch is written, if it is. */
  readonly batchRange?: Range;
  /** Bytes with `checkpoint = true` and with `storage = f16`, where these fit. */
  readonly checkpointedBytes?: number;
  readonly f16Bytes?: number;
}

export const memoryTooSmall = defineDiagnostic({
  code: 'memory-too-small',
  severity: 'error',
  title: 'A memory limit that the training cannot keep',
  why:
    'A batch that takes more than `memory` is computed in equal parts, one after the other, whose gradients are ' +
    'added: the result is that of the whole batch. Where even a single image takes more, only a smaller network ' +
    'helps. Batch normalisation takes the mean and variance over all images of a batch, and would give another ' +
    'result over a part: a batch with `bn` is not split. `group_norm` and `layer_norm` normalise each image by ' +
    'itself.',
  wrong: `network A { input(28x28x1) -> conv(16) -> bn -> relu -> maxpool(2) -> fc(10) }
train A { data = digits batch = 256 memory = 8MiB }`,
  right: `network A { input(28x28x1) -> conv(16) -> group_norm(4) -> relu -> maxpool(2) -> fc(10) }
train A { data = digits batch = 256 memory = 8MiB }`,
  /** `splittable`: the batch was already split into single images. */
  message({ splittable, ...shortage }: MemoryShortage & { readonly splittable: boolean }) {
    const images = splittable ? 'one image at a time' : formatImages(shortage.batch);
    const over =
      `the training takes ${formatBytes(shortage.bytes)} with ${images}, ` +
      `more than the ${formatBytes(shortage.limit)} allowed`;
    const remedy = splittable
      ? ': a smaller network or input is needed.'
      : `, and cannot be computed in parts, because \`bn\` needs all images of a batch: ${adviseBatch(shortage)}`;
    return over + remedy + adviseStorage(shortage);
  },
  fixes: ({ splittable, ...shortage }) => (splittable ? [] : fixBatch(shortage)),
});

export const overMemoryBudget = defineDiagnostic({
  code: 'over-memory-budget',
  severity: 'warning',
  title: 'A training step over the memory budget',
  why:
    'A step keeps every activation of the batch until its gradient is computed, so its memory grows with the batch. ' +
    'The setting `receptive.memoryBudget` says how much memory there is (4 GiB by default). The message names the ' +
    'largest batch that fits, and whether `memory` in the job would compute this batch in parts.',
  wrong: `network Wide { input(28x28x1) -> [conv(64) -> relu]*7 -> global_avgpool -> fc(10) }
train Wide { data = digits batch = 50000 }`,
  right: `network Wide { input(28x28x1) -> [conv(64) -> relu]*7 -> global_avgpool -> fc(10) }
train Wide { data = digits batch = 64 }`,
  message({ split, ...shortage }: MemoryShortage & { readonly split?: SplitBatch }) {
    const parts = split
      ? ` With \`memory = ${formatMemory(split.memory)}\` the batch is computed in ${split.parts} parts of ` +
        `${shortage.batch / split.parts}.`
      : '';
    return (
      `a step of ${formatImages(shortage.batch)} takes ${formatBytes(shortage.bytes)}, more than the ` +
      `${formatBytes(shortage.limit)} of receptive.memoryBudget: ${adviseBatch(shortage)}` +
      adviseStorage(shortage) +
      parts
    );
  },
  fixes: ({ split, ...shortage }) => [
    ...fixBatch(shortage),
    ...(split && split.edits.length > 0
      ? [{ title: `Compute the batch in parts: memory = ${formatMemory(split.memory)}`, edits: split.edits }]
      : []),
  ],
});

/** The memory with which a batch is computed in parts; `edits` write it, where they can. */
export interface SplitBatch {
  readonly memory: number;
  readonly parts: number;
  readonly edits: readonly Edit[];
}

function formatImages(batch: number): string {
  return batch === 1 ? '1 image' : `${formatCount(batch)} images`;
}

function adviseBatch({ batch, fitting }: MemoryShortage): string {
  if (batch === 1) return 'a smaller network or input is needed.';
  return fitting ? `batch=${fitting.batch} fits, with ${formatBytes(fitting.bytes)}.` : 'not even one image fits.';
}

function adviseStorage({ checkpointedBytes, f16Bytes }: MemoryShortage): string {
  const checkpointed =
    checkpointedBytes === undefined
      ? ''
      : ` With \`checkpoint = true\` the step takes ${formatBytes(checkpointedBytes)}.`;
  return checkpointed + (f16Bytes === undefined ? '' : ` With \`storage = f16\` it takes ${formatBytes(f16Bytes)}.`);
}

function fixBatch({ fitting, batchRange }: MemoryShortage): Fix[] {
  if (!fitting || !batchRange) return [];
  return [{ title: `Train with batch=${fitting.batch}`, edits: [{ range: batchRange, newText: `${fitting.batch}` }] }];
}
