// The comparison: measures each requested unit and prints its table; first, each environment's best matrix product.
import { type Column, tableText } from '../../cli/summary/table.js';
import type { EnvironmentKey } from '../contestants/index.js';
import { askOnce, type Environment } from '../environments/environment.js';
import { findEnvironment } from '../environments/find.js';
import type { Options } from '../options.js';
import { type CaseResult, type EnvironmentResult, machine, readResults, saveResults } from '../report/results.js';
import { headings, notesOf, rowsOf } from '../report/rows.js';
import type { MatmulFigures } from '../worker/matmul.js';
import { bundleWork, workIn } from './bundle.js';
import { waitUntilQuiet } from './idle.js';
import { measureUnit, unitsOf } from './unit.js';

const tableColumns = headings.map(
  (heading, index): Column => ({ heading, alignment: index === 0 || index === headings.length - 1 ? 'left' : 'right' }),
);

/** `environment` is undefined where the machine has none. */
interface Search {
  readonly environment?: Environment;
  readonly result: EnvironmentResult;
}

export async function compare(root: URL, options: Options): Promise<void> {
  console.log(machine());
  const saved = options.resume && options.json !== undefined ? (readResults(options.json)?.cases ?? []) : [];
  const found = new Map<EnvironmentKey, Search>();
  const cases: CaseResult[] = [];
  const save = () => {
    if (options.json === undefined) return;
    const environments = [...found.values()].map(({ result }) => result);
    saveResults(options.json, { machine: machine(), date: new Date().toISOString(), environments, cases });
  };
  const deadline = performance.now() + 60_000 * options.minutes;
  let left = 0;
  for (const unit of unitsOf(options)) {
    if (!found.has(unit.environment)) found.set(unit.environment, await find(root, unit.environment, options));
    const { environment, result } = found.get(unit.environment)!;
    if (!environment) continue;
    const measured = await measureUnit(unit, {
      ...{ root, environment, options, saved },
      hasTime: performance.now() < deadline,
    });
    if (!measured) {
      left += unit.entries.length;
      continue;
    }
    cases.push(...measured);
    save();
    const { network } = unit;
    console.log(`\n${network.graph.name}, batch ${network.batch}: ${result.title}`);
    console.log(tableText(tableColumns, rowsOf(network, result, cases)).trimEnd());
    for (const note of notesOf(network, result, cases)) console.log(note);
  }
  save();
  if (left > 0) console.log(`\nOut of time: ${left} cases are left. Run the same with --resume.`);
}

async function find(root: URL, key: EnvironmentKey, options: Options): Promise<Search> {
  try {
    const environment = await findEnvironment(key);
    console.log(`\n${environment.title}`);
    return {
      environment,
      result: {
        key,
        title: environment.title,
        ...(key !== 'node' && (await measureMatmul(root, environment, options))),
      },
    };
  } catch (error) {
    const failure = firstLine(error);
    console.log(`\n${key}: not measured: ${failure}`);
    return { result: { key, title: key, failure } };
  }
}

async function measureMatmul(
  root: URL,
  environment: Environment,
  options: Options,
): Promise<Pick<EnvironmentResult, 'matmul' | 'failure'>> {
  const isWasm = environment.key.startsWith('wasm-');
  const name = isWasm ? 'peak' : 'matmul';
  const code = workIn(`../worker/${name}.js`);
  try {
    const bundle = await bundleWork(root, { name, code, target: environment.target });
    await waitUntilQuiet(options.patience);
    const matmul = await askOnce<MatmulFigures>(environment, bundle, {}, options.limit);
    const [best] = Object.entries(matmul.variants).sort((a, b) => b[1] - a[1]);
    const rate = (matmul.operationsPerSecond / 1e9).toFixed(1);
    console.log(`best ${isWasm ? 'rate of one thread' : 'matmul'}: ${rate} GFLOP/s (${best?.[0]})`);
    return { matmul };
  } catch (error) {
    console.log(`no matmul: ${firstLine(error)}`);
    return { failure: firstLine(error) };
  }
}

function firstLine(error: unknown): string {
  return (error as Error).message.split('\n')[0];
}
