// The comparison: every unit that is asked for, told as they come; the yardstick of a place before its first.
import { type Column, tableText } from '../cli/summary/table.js';
import { bundleWork, workIn } from './bundle.js';
import type { PlaceKey } from './contestants/index.js';
import { waitUntilQuiet } from './idle.js';
import type { Options } from './options.js';
import { findPlace } from './places/find.js';
import { askOnce, type Place } from './places/place.js';
import { headings, notesOf, rowsOf } from './report.js';
import { type CaseResult, keepResults, machine, type PlaceResult, readResults } from './results.js';
import { measureUnit, unitsOf } from './unit.js';
import type { MatmulFigures } from './worker/matmul.js';

const tableColumns = headings.map(
  (heading, index): Column => ({ heading, alignment: index === 0 || index === headings.length - 1 ? 'left' : 'right' }),
);

/** A place that was looked for; without `place` where the machine has none. */
interface Found {
  readonly place?: Place;
  readonly result: PlaceResult;
}

export async function compare(root: URL, options: Options): Promise<void> {
  console.log(machine());
  const known = options.resume && options.json !== undefined ? (readResults(options.json)?.cases ?? []) : [];
  const found = new Map<PlaceKey, Found>();
  const cases: CaseResult[] = [];
  const keep = () => {
    if (options.json === undefined) return;
    const places = [...found.values()].map(({ result }) => result);
    keepResults(options.json, { machine: machine(), date: new Date().toISOString(), places, cases });
  };
  const deadline = performance.now() + 60_000 * options.minutes;
  let left = 0;
  for (const unit of unitsOf(options)) {
    if (!found.has(unit.place)) found.set(unit.place, await find(root, unit.place, options));
    const { place, result } = found.get(unit.place)!;
    if (!place) continue;
    const measured = await measureUnit(root, place, unit, options, known, performance.now() < deadline);
    if (!measured) {
      left += unit.entries.length;
      continue;
    }
    cases.push(...measured);
    keep();
    const { network } = unit;
    console.log(`\n${network.graph.name}, batch ${network.batch}: ${result.title}`);
    console.log(tableText(tableColumns, rowsOf(network, result, cases)).trimEnd());
    for (const note of notesOf(network, result, cases)) console.log(note);
  }
  keep();
  if (left > 0) console.log(`\n${left} cases are left: their time was over. The same with --resume measures them.`);
}

async function find(root: URL, key: PlaceKey, options: Options): Promise<Found> {
  try {
    const place = await findPlace(key);
    console.log(`\n${place.title}`);
    return {
      place,
      result: { key, title: place.title, ...(key !== 'node' && (await yardstick(root, place, options))) },
    };
  } catch (error) {
    const failure = firstLine(error);
    console.log(`\n${key}: not measured: ${failure}`);
    return { result: { key, title: key, failure } };
  }
}

async function yardstick(root: URL, place: Place, options: Options): Promise<Pick<PlaceResult, 'matmul' | 'failure'>> {
  const code = workIn('./worker/matmul.js');
  try {
    const bundle = await bundleWork(root, { name: 'matmul', code, target: place.target });
    await waitUntilQuiet(options.patience);
    const matmul = await askOnce<MatmulFigures>(place, bundle, {}, options.limit);
    const [best] = Object.entries(matmul.variants).sort((a, b) => b[1] - a[1]);
    console.log(`best matmul: ${(matmul.operationsPerSecond / 1e9).toFixed(1)} GFLOP/s (${best?.[0]})`);
    return { matmul };
  } catch (error) {
    console.log(`no matmul: ${firstLine(error)}`);
    return { failure: firstLine(error) };
  }
}

function firstLine(error: unknown): string {
  return (error as Error).message.split('\n')[0];
}
