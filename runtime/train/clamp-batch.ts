// Limits a batch to the number of training images: empty slots would take memory and time.
import type { TrainingJob } from '../../model/index.js';
import type { DataSet } from '../data/dataset.js';
import type { Training } from './train.js';
import { countTrainingImages } from './validation.js';

/** The job with the batch cut to the training images, and then with what it asked for. */
export function clampBatch(job: TrainingJob, { train }: DataSet): Pick<Training, 'job' | 'requestedBatch'> {
  const images = countTrainingImages(train.count, job.validation);
  if (job.batch <= images) return { job };
  return { job: { ...job, batch: images }, requestedBatch: job.batch };
}
