// What a run comes to, as plain data: kept in a file, printed, and turned into the tables of docs/benchmarks.md.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { dirname } from 'node:path';
import type { PlaceKey } from './contestants/index.js';
import { quiet } from './idle.js';
import type { CaseFigures } from './turns.js';
import type { MatmulFigures } from './worker/matmul.js';

export interface CaseResult {
  readonly place: PlaceKey;
  readonly network: string;
  /** `Entry.key`. */
  readonly contestant: string;
  /** The share of all cores in use just before. */
  readonly busy: number;
  /** Tells apart what was measured: of the code that ran, of those that took turns, and of what they were asked. */
  readonly of: string;
  readonly figures?: CaseFigures;
  /** Why there are none. */
  readonly failure?: string;
}

export interface PlaceResult {
  readonly key: PlaceKey;
  readonly title: string;
  readonly matmul?: MatmulFigures;
  /** Why there is no yardstick, or no such place. */
  readonly failure?: string;
}

export interface Results {
  readonly machine: string;
  /** When the last of them was measured: an ISO date. */
  readonly date: string;
  readonly places: readonly PlaceResult[];
  readonly cases: readonly CaseResult[];
}

export function machine(): string {
  const model = cpus()[0]?.model.trim() || 'unknown processor';
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${model}, ${cpus().length} cores, ${memory}; ${type()} ${release()}, Node ${process.version}`;
}

/** Those of a file; undefined where there is no such file. */
export function readResults(file: string): Results | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Whether a result answers for a case that is to be measured: the same code and request, on a quiet machine. */
export function answers(result: CaseResult, of: string): boolean {
  return result.of === of && result.busy <= quiet;
}

/**
 * Adds new figures to a file's: a case measured again takes the place of the old one, a yardstick only where it is
 * longer.
 */
export function keepResults(file: string, fresh: Results): Results {
  const kept = readResults(file);
  const sameCase = (a: CaseResult, b: CaseResult) =>
    a.place === b.place && a.network === b.network && a.contestant === b.contestant;
  const results = {
    ...fresh,
    places: [
      ...(kept?.places ?? []).filter((old) => !fresh.places.some(({ key }) => key === old.key)),
      ...fresh.places.map((place) => better(place, kept?.places)),
    ],
    cases: [...(kept?.cases ?? []).filter((old) => !fresh.cases.some((each) => sameCase(old, each))), ...fresh.cases],
  };
  mkdirSync(dirname(file), { recursive: true });
  // In one move, so that what is stopped in between leaves the old file.
  writeFileSync(`${file}.new`, `${JSON.stringify(results, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
  return results;
}

function better(place: PlaceResult, kept: readonly PlaceResult[] = []): PlaceResult {
  const old = kept.find(({ key }) => key === place.key);
  const isLonger = (old?.matmul?.operationsPerSecond ?? 0) > (place.matmul?.operationsPerSecond ?? 0);
  return isLonger ? { ...place, matmul: old!.matmul } : place;
}
