// From a parsed file to everything that is known about it.
import { isBlock, isBuiltin, isNetwork, isResult, isTrain } from '../generated/ast.js';
import { itemsOf, type ParsedFile } from '../parsing/parsed-file.js';
import { advise } from './advice/advise.js';
import type { Analysis, NetworkAnalysis } from './analysis.js';
import { checkAllowances, readAllowances } from './comments.js';
import { checkDataFit } from './data-fit.js';
import { judge } from './expand/assertions.js';
import type { FileContext } from './expand/file-context.js';
import { type Importer, Imports } from './expand/imports.js';
import { expandJob } from './expand/job.js';
import { type ExpandedNetwork, expandNetwork, expandPattern } from './expand/network.js';
import { rangeOf } from './expand/ranges.js';
import { measure } from './measure/measure.js';
import { Problems } from './problems.js';
import { reportSyntax } from './syntax-problems.js';
import { textReader } from './text-of.js';

/** Layers in all networks of a file together; each network counts for some more, so that empty ones end as well. */
const maximalWorkOfFile = 100_000;
const workOfNetwork = 20;

/**
 * `name` is what a network without a name is called: the file's, without its ending; `importer` finds the files it
 * imports. Never throws.
 */
export function analyse(parsed: ParsedFile, name: string, importer: Importer): Analysis {
  const allowances = readAllowances(parsed.text);
  const allowed = allowances.map(({ code }) => code);
  const problems = new Problems(new Set(allowed));
  const readable = reportSyntax(parsed, problems);
  if (!readable) return { networks: [], jobs: [], problems: problems.all(), allowed };
  const broken = problems.errors > 0;
  const items = itemsOf(parsed);
  const file = new Imports(importer).contextOf(parsed, undefined, undefined, problems, []);
  const declared = new Set(items.filter(isNetwork).map((network) => network.name));
  const networks: ExpandedNetwork[] = [];
  let patterns = 0;
  let work = 0;
  for (const item of items) {
    if (isNetwork(item) || (isResult(item) && item.value)) {
      if (work > maximalWorkOfFile) {
        const limit = maximalWorkOfFile.toLocaleString('en-US');
        problems.error(
          'too-many-layers',
          rangeOf(item, file),
          `the networks of a file may have up to ${limit} layers: split it.`,
        );
        break;
      }
      const network = isNetwork(item)
        ? expandNetwork(item, file)
        : expandPattern(item, patternName(name, ++patterns, declared), file);
      networks.push(network);
      work += network.graph.layers.length + workOfNetwork;
    } else if (isBuiltin(item))
      problems.error('builtin-here', rangeOf(item, file), 'built-ins are declared by the language itself.');
  }
  reportTwice(networks, problems);
  const names = networks.map((network) => network.name);
  const jobs = items.filter(isTrain).map((train) => expandJob(train, names, file));
  if (networks.length === 0 && !broken && !items.some(isBlock)) {
    const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    problems.error(
      'no-network',
      nowhere,
      'the file has no network: write one as `network Name { input(28x28x1) -> ... }`.',
    );
  }
  const finished = networks.map((network) => finish(network, broken, file));
  checkAllowances(allowances, problems);
  const textOf = textReader(parsed.text);
  for (const job of jobs) checkDataFit(job, finished, ({ origin }) => textOf(origin), problems);
  advise(finished, textOf, problems);
  return { networks: finished, jobs, problems: problems.all(), allowed };
}

function finish(expanded: ExpandedNetwork, broken: boolean, file: FileContext): NetworkAnalysis {
  const { origins, assertions, scope, ...network } = expanded;
  const { costs, fields, misalignedJoins, totals } = measure(network.graph);
  const errorsBefore = file.problems.errors;
  judge(assertions, totals, network.graph.layers.length, scope, file);
  const sound = network.sound && !broken && file.problems.errors === errorsBefore;
  const instances = network.graph.layers.map((layer, index) => ({
    layer,
    origin: origins[index].range,
    file: origins[index].file,
    repeats: origins[index].repeats,
    defaults: origins[index].defaults,
    cost: costs[index],
    field: fields[index],
    misaligned: misalignedJoins.has(index),
  }));
  return { ...network, sound, instances, totals };
}

/** The first pattern has the file's name, the later ones their number behind it; a name that is taken is passed over. */
function patternName(name: string, count: number, taken: ReadonlySet<string>): string {
  const candidate = count === 1 ? name : `${name}.${count}`;
  return taken.has(candidate) ? patternName(name, count + 1, taken) : candidate;
}

function reportTwice(networks: readonly ExpandedNetwork[], problems: Problems): void {
  const seen = new Set<string>();
  for (const { name, nameRange: range } of networks) {
    if (seen.has(name)) problems.error('name-twice', range, `a network is called \`${name}\` already.`);
    seen.add(name);
  }
}
