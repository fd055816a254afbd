// `receptive/networkAt` of protocol.ts: the figures of the network at a position, for the status bar.
import type { Position } from '../../language/index.js';
import { count, object, parse, text } from '../../model/schema.js';
import { findNearestNetwork } from '../cursor/nearest-network.js';
import { planJob, writeWithFigures } from '../hover-content/memory.js';
import { describeNetwork } from '../hover-content/network.js';
import type { CompileParams, NetworkAtMethod, NetworkAtResult } from '../protocol.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { LongFeature } from './feature.js';

const method: NetworkAtMethod = 'receptive/networkAt';

/** Any client of the server may send the request, so its parameters are checked. */
const paramsSchema = object<CompileParams>({ uri: text, position: object({ line: count, character: count }) });

export const networkAt: LongFeature<unknown, NetworkAtResult> = {
  method,
  capability: {},
  servesLastGood: true,
  findUri: (params) => parse(paramsSchema, params)?.uri,
  compute: (snapshot, params) => writeWithFigures(snapshot, (planned) => describeAt(planned, positionOf(params))),
  answerMeanwhile: (snapshot, params) => describeAt(snapshot, positionOf(params)),
  handleNotOpen: () => null,
};

function positionOf(params: unknown): Position {
  return parse(paramsSchema, params)!.position;
}

function describeAt(snapshot: Snapshot, position: Position): NetworkAtResult {
  const network = findNearestNetwork(snapshot.analysis, position);
  if (!network) return null;
  const { name, nameRange, totals, sound } = network;
  const trainingBytes = planJob(snapshot, network)?.memory?.training;
  return {
    name,
    start: nameRange.start,
    parameters: totals.parameters,
    macs: totals.macs,
    sound,
    ...(trainingBytes !== undefined && { trainingBytes }),
    markdown: describeNetwork(snapshot, network),
  };
}
