// The passes of an analysis, from a parsed file to everything that is known about it.
import type { Analysis } from './analysis.js';
import { Budget } from './budget.js';
import { DiagnosticCollector } from './diagnostics/collect/collector.js';
import { Failures } from './diagnostics/collect/failures.js';
import { checkNetworks } from './expand/check-networks.js';
import { resolveImports } from './expand/imports.js';
import { nameNetworks } from './expand/name-networks.js';
import { expandNetworks } from './incremental/expand-networks.js';
import { storeCache } from './incremental/network-cache.js';
import { collectSharedInputs } from './incremental/shared-inputs.js';
import { checkJob } from './jobs/check-job.js';
import { checkRepeatedJobs } from './jobs/check-repeated-jobs.js';
import { expandJob } from './jobs/expand-job.js';
import { checkAllowances } from './recovery/check-allowances.js';
import { reportSyntax } from './recovery/syntax-errors.js';
import { checkDeclaredNames } from './resolve/check-declared-names.js';
import type { Importer } from './resolve/importer.js';
import { type Allowance, readAllowances } from './syntax/comments.js';
import { isTrain } from './syntax/generated/ast.js';
import type { SyntaxNode } from './syntax/nodes.js';
import { itemsOf, type ParsedFile } from './syntax/parsed-file.js';
import { rangeOf } from './syntax/ranges.js';
import { createTextReader } from './text/text-reader.js';

/**
 * `name` is that of the file without its ending, which a network without a name is called; `importer` finds the files
 * it imports. `before` is an earlier analysis of nearly the same text: networks that are unchanged are taken from its
 * cache, and the result is the same without it. Never throws: what fails is reported where it is.
 */
export function analyse(parsed: ParsedFile, name: string, importer: Importer, before?: Analysis): Analysis {
  const allowances = readAllowances(parsed.text);
  const diagnostics = new DiagnosticCollector(new Budget(parsed.spent), new Set(allowances.map(({ code }) => code)));
  const failures = new Failures(diagnostics);
  const pass = { parsed, allowances, diagnostics, failures };
  const networks = failures.guard(() => analyseItems(pass, name, importer, before));
  const analysis = {
    networks: networks?.networks ?? [],
    jobs: networks?.jobs ?? [],
    diagnostics: diagnostics.all(),
    allowed: allowances.map(({ code }) => code),
    ...(failures.stacks.length > 0 && { failures: failures.stacks }),
    ...(networks === undefined && { failed: true }),
  };
  networks?.storeCache(analysis);
  return analysis;
}

interface Pass {
  readonly parsed: ParsedFile;
  readonly allowances: readonly Allowance[];
  readonly diagnostics: DiagnosticCollector;
  readonly failures: Failures;
}

interface AnalysedItems extends Pick<Analysis, 'networks' | 'jobs'> {
  storeCache(analysis: Analysis): void;
}

const nothing: AnalysedItems = { networks: [], jobs: [], storeCache: () => undefined };

function analyseItems(pass: Pass, name: string, importer: Importer, before: Analysis | undefined): AnalysedItems {
  const { parsed, allowances, diagnostics, failures } = pass;
  if (!reportSyntax(parsed, diagnostics, failures)) return nothing;
  const broken = diagnostics.errors > 0;

  const items = itemsOf(parsed);
  const { file, imported } = resolveImports(parsed, importer, diagnostics);
  const rangeOfItem = (item: SyntaxNode) => () => rangeOf(item, file);
  for (const item of items) failures.guard(() => checkDeclaredNames([item], file), rangeOfItem(item));

  const named = nameNetworks(items, name);
  const names = named.map((network) => network.name);
  const inputs = collectSharedInputs(items, imported, broken, file.damage.key);
  const expanded = expandNetworks(named, file, inputs, { before, failures });
  checkNetworks(items, expanded, broken, file);
  const jobs = items
    .filter(isTrain)
    .flatMap((train) => failures.guard(() => expandJob(train, names, file), rangeOfItem(train)) ?? []);

  const measured = expanded.flatMap(({ task }) => {
    const network = failures.guard(() => task.measure(broken), rangeOfItem(task.item));
    return network ? [{ task, network }] : [];
  });
  const networks = measured.map(({ network }) => network);
  checkAllowances(allowances, diagnostics);
  const textOf = createTextReader(parsed.text);
  checkRepeatedJobs(jobs, diagnostics);
  for (const job of jobs)
    failures.guard(
      () => checkJob(job, networks, textOf, diagnostics),
      () => job.range,
    );
  const entries = measured.flatMap(({ task, network }) => {
    const entry = failures.guard(() => task.advise(network, textOf, inputs), rangeOfItem(task.item));
    return entry ? [[task.item, entry] as const] : [];
  });
  return { networks, jobs, storeCache: (analysis) => storeCache(analysis, inputs, new Map(entries)) };
}
