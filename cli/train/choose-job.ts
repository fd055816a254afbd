// Chooses the network of a file to train, and its job.
import { basename } from 'node:path';
import { type Analysis, type BlockInstance, defaultJob, findLayerLine, writtenJob } from '../../language/index.js';
import type { Graph, Layer, TrainingJob } from '../../model/index.js';
import { UsageError } from '../shared/arguments.js';

export interface ChosenJob {
  readonly graph: Graph;
  readonly job: TrainingJob;
  /** All block instances of the network. */
  readonly blocks: readonly BlockInstance[];
  /** The line of the file, from 1, for a layer. */
  readonly lineOf: (layer: Layer) => number;
}

/**
 * The network named, else the only one with a `train` statement, else the only one of the file; its job, else a default
 * one. Throws a UsageError with the networks' names where this does not decide. The analysis must have no errors.
 */
export function chooseJob(analysis: Analysis, file: string, network: string | undefined): ChosenJob {
  const names = analysis.networks.map(({ name }) => name);
  if (names.length === 0) throw new UsageError(`${basename(file)} has no network.`);
  const trained = [...new Set(analysis.jobs.map((job) => job.network))];
  const name = network ?? only(trained) ?? only(names);
  if (name === undefined) {
    throw new UsageError(`${basename(file)} has several networks. Choose one with --network: ${names.join(', ')}.`);
  }
  const found = analysis.networks.find((candidate) => candidate.name === name);
  if (!found) throw new UsageError(`${basename(file)} has no network ${name}. Its networks: ${names.join(', ')}.`);
  return {
    graph: found.graph,
    blocks: found.blocks,
    job: writtenJob(analysis, name) ?? defaultJob(name),
    lineOf: ({ id }) => findLayerLine(found, id) + 1,
  };
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}
