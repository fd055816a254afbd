// A job in the language's own words, as trainings and hovers show it: read as a file it means the same job.
import { expect, it } from 'vitest';
import { parseCnn } from '../../language/index.js';
import { formatOptimizer, formatTerms, type TrainingJob } from '../../model/index.js';

function jobOf(settings: string): TrainingJob {
  const { jobs, diagnostics } = parseCnn(`input(28x28x1) -> fc(10) train net { ${settings} }`, 'net');
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return jobs[0].job!;
}

it.each([
  'sgd',
  'sgd(momentum=0.9, nesterov=true, decay=1e-4)',
  'adagrad(decay=0.1)',
  'rmsprop(smoothing=0)',
  'adam(beta1=0)',
  'adam(beta2=0, decay=0.1)',
  'adamw',
  'adamw(decay=0)',
])('the optimizer %s', (optimizer) => {
  const job = jobOf(`optimizer = ${optimizer}`);
  expect(jobOf(`optimizer = ${formatOptimizer(job.optimizer)}`)).toEqual(job);
});

it.each([
  'step(2)',
  'milestones((1, 2.5), factor=0.2)',
  'cosine',
  'cosine(end=1e-3)',
  'warmup(2, start=0, then=cosine)',
])('the schedule %s', (schedule) => {
  const job = jobOf(`schedule = ${schedule} epochs = 5`);
  expect(jobOf(`schedule = ${formatTerms(job)[1]} epochs = 5`)).toEqual(job);
});

it('leaves out what goes without saying', () => {
  expect(formatTerms(jobOf('optimizer = sgd(lr=0.1, decay=0)'))).toEqual([
    'sgd(lr=0.1)',
    'batch 64',
    '1 epoch',
    'seed 1',
  ]);
  expect(formatTerms(jobOf('schedule = cosine'))[1]).toBe('cosine');
});
