// A unit of the bench: the libraries of one group that train one network at one place in turns. Its figures are kept
// together and hold together: where one of them is to be measured anew, all are.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { bundleWork, caseOf } from './bundle.js';
import { type Entry, groups, type PlaceKey } from './contestants/index.js';
import { quiet, waitUntilQuiet } from './idle.js';
import { installPeers } from './install-peers.js';
import { type BenchNetwork, benchNetworks } from './networks.js';
import type { Options } from './options.js';
import type { Place, Worker } from './places/place.js';
import { answers, type CaseResult } from './results.js';
import { measureInTurns } from './turns.js';

export interface Unit {
  readonly place: PlaceKey;
  readonly network: BenchNetwork;
  readonly entries: readonly Entry[];
}

/** All that is asked for, in the order of what it tells: should the time be over, the rest is least missed. */
export function unitsOf(options: Options): Unit[] {
  const networks = benchNetworks().filter(({ key }) => options.networks.includes(key));
  return groups.flatMap((group) =>
    options.where.flatMap((place) => {
      const entries = group.filter(({ key, places }) => options.only.includes(key) && places.includes(place));
      return entries.length === 0 ? [] : networks.map((network) => ({ place, network, entries }));
    }),
  );
}

/**
 * The results of a unit: those `known` of the same code where they answer, else measured; undefined where it `mayRun`
 * no more.
 */
export async function measureUnit(
  root: URL,
  place: Place,
  { network, entries }: Unit,
  options: Options,
  known: readonly CaseResult[],
  mayRun: boolean,
): Promise<readonly CaseResult[] | undefined> {
  const { seconds, limit } = options;
  const hash = createHash('sha256').update(JSON.stringify([place.title, network, seconds, limit]));
  const open: (() => Promise<Worker>)[] = [];
  for (const entry of entries) {
    try {
      const bundle = await bundleCase(root, entry, place);
      hash.update(readFileSync(bundle));
      open.push(() => place.open(bundle));
    } catch (error) {
      // Without its packages one library fails, not those beside it.
      hash.update(entry.key);
      open.push(() => Promise.reject(error));
    }
  }
  const of = hash.digest('hex').slice(0, 16);
  const old = entries.map(({ key }) =>
    known.find(
      (result) =>
        result.place === place.key &&
        result.network === network.key &&
        result.contestant === key &&
        answers(result, of),
    ),
  );
  if (old.every((result) => result !== undefined)) return old;
  if (!mayRun) return undefined;

  let busy = 0;
  const wait = async () => {
    busy = Math.max(busy, await waitUntilQuiet(options.patience));
  };
  await wait();
  const outcomes = await measureInTurns(open, network, { seconds, limit, beforeTurns: wait });
  if (busy > quiet) console.log(`(the machine was ${Math.round(100 * busy)} % busy with other things)`);
  return entries.map(({ key }, index) => ({
    place: place.key,
    network: network.key,
    contestant: key,
    of,
    busy,
    ...outcomes[index],
  }));
}

async function bundleCase(root: URL, { key, isPeer }: Entry, { target }: Place): Promise<string> {
  const packages = isPeer ? await installPeers(root) : undefined;
  return bundleWork(root, { name: key, code: caseOf(key), target, packages });
}
