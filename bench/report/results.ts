// Results of the bench as plain data: saved to a file, printed, and written into docs/benchmarks.md.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { dirname } from 'node:path';
import type { EnvironmentKey } from '../contestants/index.js';
import type { MatmulFigures } from '../worker/matmul.js';

/** A machine counts as quiet while other programs use at most this share of its cores. */
export const quietShare = 0.1;

/** What one library measured on one network. */
export interface CaseFigures {
  /** The adapter or processor, as the library names it. */
  readonly description: string;
  /** Losses of the first steps, before each update. */
  readonly losses: readonly number[];
  /** Seconds from the network to the first loss in host memory, in a new process. */
  readonly firstStepCold: number;
  /** The same once more in the same process; absent where the first took very long. */
  readonly firstStepWarm?: number;
  /** Seconds a step in each block of steps, in the order they ran. */
  readonly blocks: readonly number[];
  /** Steps in all blocks together. */
  readonly steps: number;
  /** Most bytes allocated at once. */
  readonly bytes?: number;
}

export interface CaseResult {
  readonly environment: EnvironmentKey;
  readonly network: string;
  /** `Entry.key`. */
  readonly contestant: string;
  /** Share of all cores that other programs used just before. */
  readonly busy: number;
  /** Hash of the code that ran, of the libraries measured together, and of the options. */
  readonly fingerprint: string;
  readonly figures?: CaseFigures;
  /** Why there are no figures. */
  readonly failure?: string;
}

export interface EnvironmentResult {
  readonly key: EnvironmentKey;
  readonly title: string;
  readonly matmul?: MatmulFigures;
  /** Why there is no matrix product, or no such environment. */
  readonly failure?: string;
}

export interface Results {
  readonly machine: string;
  /** ISO date of the last measurement. */
  readonly date: string;
  readonly environments: readonly EnvironmentResult[];
  readonly cases: readonly CaseResult[];
}

export function machine(): string {
  const model = cpus()[0]?.model.trim() || 'unknown processor';
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${model}, ${cpus().length} cores, ${memory}; ${type()} ${release()}, Node ${process.version}`;
}

/** Undefined when the file does not exist. */
export function readResults(file: string): Results | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Whether a saved result need not be measured again: same code and options, on a quiet machine. */
export function isReusable(result: CaseResult, fingerprint: string): boolean {
  return result.fingerprint === fingerprint && result.busy <= quietShare;
}

/** Merges new results into a file's: new cases replace old ones, the fastest matrix product stays. */
export function saveResults(file: string, fresh: Results): Results {
  const saved = readResults(file);
  const sameCase = (a: CaseResult, b: CaseResult) =>
    a.environment === b.environment && a.network === b.network && a.contestant === b.contestant;
  const results = {
    ...fresh,
    environments: [
      ...(saved?.environments ?? []).filter((old) => !fresh.environments.some(({ key }) => key === old.key)),
      ...fresh.environments.map((environment) => withFasterMatmul(environment, saved?.environments)),
    ],
    cases: [...(saved?.cases ?? []).filter((old) => !fresh.cases.some((each) => sameCase(old, each))), ...fresh.cases],
  };
  mkdirSync(dirname(file), { recursive: true });
  // Renamed into place, so that an interrupted run leaves the old file intact.
  writeFileSync(`${file}.new`, `${JSON.stringify(results, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
  return results;
}

function withFasterMatmul(environment: EnvironmentResult, saved: readonly EnvironmentResult[] = []): EnvironmentResult {
  const old = saved.find(({ key }) => key === environment.key);
  const isFaster = (old?.matmul?.operationsPerSecond ?? 0) > (environment.matmul?.operationsPerSecond ?? 0);
  return isFaster ? { ...environment, matmul: old!.matmul } : environment;
}
