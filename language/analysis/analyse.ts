// From a parsed file to everything that is known about it.
import type { ParseResult } from 'langium';
import { findBuiltin } from '../builtins.js';
import {
  type Block,
  type Defaults,
  type Expression,
  type File,
  isBlock,
  isBuiltin,
  isDefaults,
  isImport,
  isNetwork,
  isResult,
  isTrain,
} from '../generated/ast.js';
import type { Analysis, NetworkAnalysis } from './analysis.js';
import type { FileContext } from './expand/expansion.js';
import { expandJob } from './expand/job.js';
import { type ExpandedNetwork, expandNetwork, expandPattern } from './expand/network.js';
import { declarationRange, nameRange, rangeOf } from './expand/ranges.js';
import { measure } from './measure/measure.js';
import { Problems } from './problems.js';
import { reportSyntax } from './syntax-problems.js';

/** `name` is what a network without a name is called: the file's, without its ending. Never throws. */
export function analyse(parsed: ParseResult<File>, text: string, name: string): Analysis {
  const problems = new Problems();
  const readable = reportSyntax(parsed, text, problems);
  if (!readable) return { networks: [], jobs: [], problems: problems.all() };
  const broken = problems.errors > 0;
  const { items } = parsed.value;
  const file: FileContext = {
    problems,
    blocks: collectBlocks(items.filter(isBlock), problems),
    defaults: collectDefaults(items.filter(isDefaults), problems),
  };
  const declared = new Set(items.filter(isNetwork).map((network) => network.name));
  const networks: ExpandedNetwork[] = [];
  let patterns = 0;
  for (const item of items) {
    if (isNetwork(item)) networks.push(expandNetwork(item, file));
    else if (isResult(item) && item.value)
      networks.push(expandPattern(item, patternName(name, ++patterns, declared), file));
    else if (isImport(item))
      problems.error('not-yet', rangeOf(item), '`import` is not understood yet by this version.');
    else if (isBuiltin(item))
      problems.error('builtin-here', rangeOf(item), 'built-ins are declared by the language itself.');
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
  return { networks: networks.map((network) => finish(network, broken)), jobs, problems: problems.all() };
}

function finish({ origins, ...network }: ExpandedNetwork, broken: boolean): NetworkAnalysis {
  const { costs, fields, totals } = measure(network.graph);
  const instances = network.graph.layers.map((layer, index) => ({
    layer,
    origin: origins[index].range,
    repeats: origins[index].repeats,
    cost: costs[index],
    field: fields[index],
  }));
  return { ...network, sound: network.sound && !broken, instances, totals };
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

function collectBlocks(blocks: readonly Block[], problems: Problems): ReadonlyMap<string, Block> {
  const byName = new Map<string, Block>();
  for (const block of blocks) {
    if (!block.name) continue;
    if (byName.has(block.name)) {
      problems.error('name-twice', declarationRange(block, 'block'), `a block is called \`${block.name}\` already.`);
    } else {
      byName.set(block.name, block);
    }
  }
  return byName;
}

function collectDefaults(statements: readonly Defaults[], problems: Problems): FileContext['defaults'] {
  const byLayer = new Map<string, Map<string, Expression>>();
  for (const call of statements.flatMap((statement) => statement.calls)) {
    const builtin = call.name ? findBuiltin(call.name) : undefined;
    if (builtin?.category !== 'layer') {
      problems.error(
        'unknown-name',
        nameRange(call),
        `\`defaults\` sets a layer's defaults, and \`${call.name}\` is no layer.`,
      );
      continue;
    }
    const own = byLayer.get(builtin.name) ?? new Map<string, Expression>();
    byLayer.set(builtin.name, own);
    for (const argument of call.arguments) {
      if (argument.name && builtin.parameters.some((parameter) => parameter.name === argument.name)) {
        own.set(argument.name, argument.value);
      } else {
        const message = `${builtin.name} has these arguments to set, each by its name: ${builtin.signature}.`;
        problems.error('unknown-argument', rangeOf(argument), message);
      }
    }
  }
  return byLayer;
}
