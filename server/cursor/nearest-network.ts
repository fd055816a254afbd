// The network and the job that a cursor means.
import {
  type Analysis,
  comparePositions,
  contains,
  type NetworkAnalysis,
  type Position,
} from '../../language/index.js';

/** The `train` statement around a position. */
export function findJobAt(analysis: Analysis, position: Position) {
  return analysis.jobs.find(({ range }) => contains(range, position));
}

/** The network or the job's network around a position, else the last network before it, else the first. */
export function findNearestNetwork(analysis: Analysis, position: Position): NetworkAnalysis | undefined {
  const job = findJobAt(analysis, position);
  const { networks } = analysis;
  if (job) return networks.find(({ name }) => name === job.network);
  const before = networks.filter(({ range }) => comparePositions(range.start, position) <= 0);
  return networks.find(({ range }) => contains(range, position)) ?? before.at(-1) ?? networks[0];
}
