// A unit: the libraries of one group on one network in one environment, measured together so that their ratios hold.
// When one of them must be measured again, all are.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Entry, type EnvironmentKey, groups } from '../contestants/index.js';
import type { Environment, Worker } from '../environments/environment.js';
import { type BenchNetwork, benchNetworks } from '../networks/networks.js';
import type { Options } from '../options.js';
import { type CaseResult, isReusable, quietShare } from '../report/results.js';
import { bundleWork, caseOf } from './bundle.js';
import { waitUntilQuiet } from './idle.js';
import { installPeers } from './install-peers.js';
import { measureInRounds } from './rounds.js';

export interface Unit {
  readonly environment: EnvironmentKey;
  readonly network: BenchNetwork;
  readonly entries: readonly Entry[];
}

/** The requested units, the most informative first: the time may run out. */
export function unitsOf(options: Options): Unit[] {
  const networks = benchNetworks().filter(({ key }) => options.networks.includes(key));
  return groups.flatMap((group) =>
    options.where.flatMap((environment) => {
      const entries = group.filter(
        ({ key, environments }) => options.only.includes(key) && environments.includes(environment),
      );
      return entries.length === 0 ? [] : networks.map((network) => ({ environment, network, entries }));
    }),
  );
}

/** What all units of a run share. */
export interface Run {
  readonly root: URL;
  readonly environment: Environment;
  readonly options: Options;
  /** Results of an earlier run. */
  readonly saved: readonly CaseResult[];
  /** False once `--minutes` are over: only saved results are returned. */
  readonly hasTime: boolean;
}

/** A unit's results: the saved ones if still valid, else measured now; undefined if there is no time left. */
export async function measureUnit(
  { network, entries }: Unit,
  { root, environment, options, saved, hasTime }: Run,
): Promise<readonly CaseResult[] | undefined> {
  const { seconds, limit } = options;
  const hash = createHash('sha256').update(JSON.stringify([environment.title, network, seconds, limit]));
  const open: (() => Promise<Worker>)[] = [];
  for (const entry of entries) {
    try {
      const bundle = await bundleCase(root, entry, environment);
      hash.update(readFileSync(bundle));
      open.push(() => environment.open(bundle));
    } catch (error) {
      // A library whose packages are missing fails alone.
      hash.update(entry.key);
      open.push(() => Promise.reject(error));
    }
  }
  const fingerprint = hash.digest('hex').slice(0, 16);
  const old = entries.map(({ key }) =>
    saved.find(
      (result) =>
        result.environment === environment.key &&
        result.network === network.key &&
        result.contestant === key &&
        isReusable(result, fingerprint),
    ),
  );
  if (old.every((result) => result !== undefined)) return old;
  if (!hasTime) return undefined;

  let busy = 0;
  const wait = async () => {
    busy = Math.max(busy, await waitUntilQuiet(options.patience));
  };
  await wait();
  const outcomes = await measureInRounds(open, network, { seconds, limit, beforeRounds: wait });
  if (busy > quietShare) console.log(`(the machine was ${Math.round(100 * busy)} % busy with other things)`);
  return entries.map(({ key }, index) => ({
    environment: environment.key,
    network: network.key,
    contestant: key,
    fingerprint,
    busy,
    ...outcomes[index],
  }));
}

async function bundleCase(root: URL, { key, isPeer }: Entry, { target }: Environment): Promise<string> {
  const packages = isPeer ? await installPeers(root) : undefined;
  return bundleWork(root, { name: key, code: caseOf(key), target, packages });
}
