// The default training job: tests spread it and override what they test.
import type { TrainingJob } from '../../model/index.js';

export const plainTerms = {
  goal: 'class',
  loss: { kind: 'cross_entropy', smoothing: 0 },
  schedule: { kind: 'constant' },
  init: 'he',
  freeze: [],
  validation: 0,
  checkpoint: false,
  storage: 'f32',
} as const satisfies Partial<TrainingJob>;
