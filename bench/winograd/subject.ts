// The comparison's subject: ResNet-20 of the examples with another input size, on the embedded digits.
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import resnet20 from '../../examples/resnet20.cnn';
import { parseCnn } from '../../language/index.js';
import type { Graph, TrainingJob } from '../../model/index.js';
import type { DataSet } from '../../runtime/data/index.js';
import { loadDigits } from '../../runtime/data/sources/digits.js';

/** npm runs scripts in the project's folder. */
const root = pathToFileURL(`${process.cwd()}/`);

export interface Subject {
  readonly graph: Graph;
  readonly job: TrainingJob;
  readonly dataSet: DataSet;
}

/** @param sizes epochs, batch size and number of training images */
export async function loadSubject(sizes: { epochs: number; batch: number; images: number }): Promise<Subject> {
  const { epochs, batch, images } = sizes;
  if (![epochs, batch, images].every((number) => Number.isInteger(number) && number > 0))
    throw new Error('Epochs, batch and images are integers above 0.');
  const network = resnet20
    .slice(0, resnet20.indexOf('// As the paper trains it'))
    .replace(/assert .*/, '')
    .replace('32x32x3', '28x28x1');
  const text = `${network}
train ResNet20 {
  data = digits  augment = normalise
  optimizer = sgd(lr=0.05, momentum=0.9, decay=1e-4)  schedule = cosine
  batch = ${batch}  epochs = ${epochs}
}`;
  const { networks, jobs, diagnostics } = parseCnn(text, 'ResNet-20 on digits');
  const error = diagnostics.find(({ severity }) => severity === 'error');
  const [analysis] = networks;
  const job = jobs[0]?.job;
  if (error || !analysis || !job) throw new Error(`ResNet-20 on digits: ${error?.message ?? 'nothing to train'}`);
  const dataSet = await loadDigits((name) => readFile(new URL(`runtime/data/${name}`, root)));
  const { train } = dataSet;
  if (images > train.count) throw new Error(`There are ${train.count} digits to learn from, not ${images}.`);
  return { graph: analysis.graph, job, dataSet: { ...dataSet, train: { ...train, count: images } } };
}
