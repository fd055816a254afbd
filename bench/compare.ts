// The comparison: the yardstick of each place, then every case, told as they come.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Column, tableText } from '../cli/table.js';
import { bundleWork } from './bundle.js';
import { type Entry, entries } from './contestants/index.js';
import { quiet, waitUntilQuiet } from './idle.js';
import { installPeers } from './install-peers.js';
import { type BenchNetwork, benchNetworks } from './networks.js';
import type { Options } from './options.js';
import { findPlace } from './places/find.js';
import type { Place } from './places/place.js';
import { headings, notesOf, rowsOf } from './report.js';
import {
  answers,
  type CaseResult,
  keepResults,
  machine,
  type PlaceResult,
  type Results,
  readResults,
} from './results.js';
import type { CaseFigures, CaseRequest } from './worker/case.js';
import type { MatmulFigures } from './worker/matmul.js';

const tableColumns = headings.map(
  (heading, index): Column => ({ heading, alignment: index === 0 || index === headings.length - 1 ? 'left' : 'right' }),
);

export async function compare(root: URL, options: Options): Promise<void> {
  const networks = benchNetworks().filter(({ key }) => options.networks.includes(key));
  const chosen = entries.filter(({ key }) => options.only.includes(key));
  console.log(machine());
  const kept = options.resume && options.json !== undefined ? readResults(options.json) : undefined;
  const places: PlaceResult[] = [];
  const cases: CaseResult[] = [];
  const keep = () => {
    const results: Results = { machine: machine(), date: new Date().toISOString(), places, cases };
    if (options.json !== undefined) keepResults(options.json, results);
  };
  const deadline = performance.now() + 60_000 * options.minutes;
  let left = 0;
  for (const key of options.where) {
    const here = chosen.filter((entry) => entry.places.includes(key));
    if (here.length === 0) continue;
    try {
      const place = await findPlace(key);
      console.log(`\n${place.title}`);
      const result = { key, title: place.title, ...(key !== 'node' && (await yardstick(root, place, options))) };
      places.push(result);
      for (const network of networks) {
        const measured: CaseResult[] = [];
        for (const entry of here) {
          const known =
            kept?.cases.filter(
              (old) => old.place === key && old.network === network.key && old.contestant === entry.key,
            ) ?? [];
          const result = await measure(root, place, network, entry, options, known, performance.now() < deadline);
          if (!result) {
            left++;
            continue;
          }
          measured.push(result);
          cases.push(result);
          keep();
        }
        if (measured.length === 0) continue;
        console.log(`\n${network.graph.name}, batch ${network.batch}`);
        console.log(tableText(tableColumns, rowsOf(network, result, measured)).trimEnd());
        for (const note of notesOf(network, result, measured)) console.log(note);
      }
    } catch (error) {
      const failure = firstLine(error);
      places.push({ key, title: key, failure });
      console.log(`\n${key}: not measured: ${failure}`);
    }
  }
  keep();
  if (left > 0) console.log(`\n${left} cases are left: their time was over. The same with --resume measures them.`);
}

async function yardstick(root: URL, place: Place, options: Options): Promise<Pick<PlaceResult, 'matmul' | 'failure'>> {
  const code = "import { work } from './worker/matmul.js';";
  try {
    const bundle = await bundleWork(root, { name: 'matmul', code, target: place.target });
    await waitUntilQuiet(options.patience);
    const matmul = await place.run<MatmulFigures>(bundle, {}, options.limit);
    const [best] = Object.entries(matmul.variants).sort((a, b) => b[1] - a[1]);
    console.log(`best matmul: ${(matmul.operationsPerSecond / 1e9).toFixed(1)} GFLOP/s (${best?.[0]})`);
    return { matmul };
  } catch (error) {
    console.log(`no matmul: ${firstLine(error)}`);
    return { failure: firstLine(error) };
  }
}

/**
 * One case; undefined where it `mayRun` no more.
 * @param known results of this case from before, one of which may answer
 */
async function measure(
  root: URL,
  place: Place,
  network: BenchNetwork,
  entry: Entry,
  options: Options,
  known: readonly CaseResult[],
  mayRun: boolean,
): Promise<CaseResult | undefined> {
  const bare = { place: place.key, network: network.key, contestant: entry.key };
  const request: CaseRequest = { graph: network.graph, batch: network.batch, seconds: options.seconds };
  let busy = 0;
  let of = '';
  try {
    const bundle = await bundleCase(root, entry, place);
    const hash = createHash('sha256')
      .update(readFileSync(bundle))
      .update(place.title)
      .update(JSON.stringify([request, options.limit]));
    of = hash.digest('hex').slice(0, 16);
    const answer = known.find((result) => answers(result, of));
    if (answer || !mayRun) return answer;
    busy = await waitUntilQuiet(options.patience);
    if (busy > quiet) console.log(`(the machine is ${Math.round(100 * busy)} % busy with other things)`);
    return { ...bare, of, busy, figures: await place.run<CaseFigures>(bundle, request, options.limit) };
  } catch (error) {
    return { ...bare, of, busy, failure: firstLine(error) };
  }
}

async function bundleCase(root: URL, { key, isPeer }: Entry, { target }: Place): Promise<string> {
  const code = `import { contestant } from './contestants/${key}.js';
import { measureCase } from './worker/measure.js';
const work = (request, gpu) => measureCase(contestant, request, gpu);`;
  const packages = isPeer ? await installPeers(root) : undefined;
  return bundleWork(root, { name: key, code, target, packages });
}

function firstLine(error: unknown): string {
  return (error as Error).message.split('\n')[0]!;
}
