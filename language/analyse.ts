// From a parsed file to everything that is known about it.

import type { Analysis } from './analysis.js';
import { DiagnosticCollector } from './diagnostics/collector.js';
import type { FileContext } from './evaluate/file-context.js';
import { expandNetwork, expandPattern } from './expand/expand-network.js';
import { Imports } from './expand/imports.js';
import { knownBefore, remember } from './incremental/network-cache.js';
import { Course, type Outline } from './incremental/network-task.js';
import { checkDataFit } from './jobs/check-data-fit.js';
import { checkFreeze } from './jobs/check-freeze.js';
import { expandJob } from './jobs/expand-job.js';
import { checkAllowances } from './recovery/check-allowances.js';
import { reportSyntax } from './recovery/syntax-errors.js';
import { checkDeclaredNames } from './resolve/check-declared-names.js';
import type { Importer } from './resolve/importer.js';
import { readAllowances } from './syntax/comments.js';
import {
  type Item,
  isBlock,
  isBuiltin,
  isDefaults,
  isImport,
  isNetwork,
  isResult,
  isTrain,
} from './syntax/generated/ast.js';
import { itemsOf, type ParsedFile } from './syntax/parsed-file.js';
import { rangeOf } from './syntax/ranges.js';
import { textReader } from './text/text-reader.js';

/** Layers in all networks of a file together; each network counts for some more, so that empty ones end as well. */
const maximalWorkOfFile = 100_000;
const workOfNetwork = 20;

/**
 * `name` is what a network without a name is called: the file's, without its ending; `importer` finds the files it
 * imports. `before` is an earlier analysis of nearly the same text, from which networks are taken that are still the
 * same: the answer is the same with and without it. Never throws.
 */
export function analyse(parsed: ParsedFile, name: string, importer: Importer, before?: Analysis): Analysis {
  const allowances = readAllowances(parsed.text);
  const allowed = allowances.map(({ code }) => code);
  const diagnostics = new DiagnosticCollector(new Set(allowed));
  const readable = reportSyntax(parsed, diagnostics);
  if (!readable) return { networks: [], jobs: [], diagnostics: diagnostics.all(), allowed };
  const broken = diagnostics.errors > 0;
  const items = itemsOf(parsed);
  const imported: (ParsedFile | undefined)[] = [];
  const noting: Importer = (...asked) => {
    const found = importer(...asked);
    imported.push(found?.parsed);
    return found;
  };
  const within = importer.root === undefined ? [] : [importer.root];
  const file = new Imports(noting).contextOf(parsed, undefined, undefined, diagnostics, within);
  checkDeclaredNames(items, file);
  const declared = new Set(items.filter(isNetwork).map((network) => network.name));
  const ground = { broken, nodes: items.filter((item) => isDefaults(item) || isImport(item)), imported };
  const knownOf = knownBefore(before, ground, file);
  const names: string[] = [];
  const courses: { course: Course; network: Outline }[] = [];
  let patterns = 0;
  let work = 0;
  for (const item of items) {
    if (isNetwork(item) || (isResult(item) && item.value)) {
      const own = isNetwork(item) ? (item.name ?? '') : patternName(name, ++patterns, declared);
      names.push(own);
      if (work > maximalWorkOfFile) {
        // Said once; the rest is known by name alone, so that a job which trains it is not called wrong.
        if (names.length === courses.length + 1) reportTooMany(item, file);
        continue;
      }
      const clean = diagnostics.errors === 0;
      const course = new Course(item, file, clean, knownOf(item, own, clean), diagnostics);
      const network = course.expand(() => {
        const instances = before?.networks.find((each) => each.name === own)?.instances ?? [];
        return isNetwork(item) ? expandNetwork(item, file, instances) : expandPattern(item, own, file, instances);
      });
      courses.push({ course, network });
      work += network.graph.layers.length + workOfNetwork;
    } else if (isBuiltin(item))
      diagnostics.error('builtin-here', rangeOf(item, file), 'built-ins are declared by the language itself.');
  }
  reportTwice(
    courses.map(({ network }) => network),
    diagnostics,
  );
  const jobs = items.filter(isTrain).map((train) => expandJob(train, names, file));
  if (names.length === 0 && !broken && !items.some(isBlock)) {
    const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const message = 'the file has no network: write one as `network Name { input(28x28x1) -> ... }`.';
    diagnostics.error('no-network', nowhere, message);
  }
  const networks = courses.map(({ course }) => course.finish(broken));
  checkAllowances(allowances, diagnostics);
  const textOf = textReader(parsed.text);
  for (const job of jobs) {
    checkDataFit(job, networks, ({ origin }) => textOf(origin), diagnostics);
    checkFreeze(job, networks, diagnostics);
  }
  const known = courses.map(
    ({ course }, index) => [course.item, course.advise(networks[index], textOf, ground)] as const,
  );
  const analysis = { networks, jobs, diagnostics: diagnostics.all(), allowed };
  remember(analysis, { ground, networks: new Map(known) });
  return analysis;
}

function reportTooMany(item: Item, file: FileContext): void {
  const limit = maximalWorkOfFile.toLocaleString('en-US');
  const message = `the networks of a file may have up to ${limit} layers: split it.`;
  file.diagnostics.error('too-many-layers', rangeOf(item, file), message);
}

/**
 * The first pattern has the file's name, the later ones their number behind it; a name that is taken is passed over.
 */
function patternName(name: string, count: number, taken: ReadonlySet<string>): string {
  const candidate = count === 1 ? name : `${name}.${count}`;
  return taken.has(candidate) ? patternName(name, count + 1, taken) : candidate;
}

function reportTwice(networks: readonly Outline[], diagnostics: DiagnosticCollector): void {
  const seen = new Set<string>();
  for (const { name, nameRange: range } of networks) {
    if (seen.has(name)) diagnostics.error('name-twice', range, `a network is called \`${name}\` already.`);
    seen.add(name);
  }
}
