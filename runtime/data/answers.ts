// What belongs to each image of a batch, by the goal: its class, a class for each of its pixels, or a target image.
import { elements, type Goal, isImageGoal, type Shape } from '../../model/index.js';
import { type Batch, noImage } from '../ir/index.js';
import type { SlotForm } from './batches.js';
import { createCopier } from './copy-image.js';
import type { DataSet, Images } from './dataset.js';
import { type Move, mapsOf, type PixelMaps } from './pixel-maps.js';

interface FilledSlot {
  /** The image's number in its set. */
  readonly image: number;
  readonly slot: number;
  /** Whether the slot stays empty. */
  readonly isEmpty: boolean;
  /** Of the answer. */
  readonly maps: PixelMaps | undefined;
}

export interface Answer {
  readonly form: Omit<SlotForm, 'shape'>;
  /** An image's moves at the scale of its answer; undefined where moves don't change the answer. */
  maps(moves: readonly Move[]): PixelMaps | undefined;
  fill(batch: Batch, images: Images, slot: FilledSlot): void;
}

/** @param given the shape of images in the batch */
export function createAnswer(data: DataSet, given: Shape, goal: Goal): Answer {
  return isImageGoal(goal) ? imageAnswer(data, given, goal) : classAnswer;
}

const classAnswer: Answer = {
  form: {},
  maps: () => undefined,
  fill(batch, { labels }, { image, slot, isEmpty }) {
    batch.labels[slot] = isEmpty ? noImage : labels[image];
  },
};

/** A target image, which may be a whole number of times as large as the image. */
function imageAnswer(data: DataSet, given: Shape, goal: Goal): Answer {
  const stored = goal === 'input' ? data.shape : targetShape(data);
  const scale = stored.height / data.shape.height;
  const target = { height: scale * given.height, width: scale * given.width, channels: stored.channels };
  const copy = createCopier(stored, target, undefined);
  const size = elements(target);
  return {
    form: { target },
    maps: (moves) => mapsOf(moves, stored, scale),
    fill(batch, { pixels, targets = pixels }, { image, slot, isEmpty, maps }) {
      batch.labels[slot] = isEmpty ? noImage : 0;
      const values = batch.targets!.subarray(slot * size, (slot + 1) * size);
      copy(goal === 'input' ? pixels : targets, image, maps!, values);
    },
  };
}

function targetShape({ targetShape, name }: DataSet): Shape {
  if (!targetShape) throw new Error(`${name} has no target images`);
  return targetShape;
}
