// The passes of an analysis, from a parsed file to everything that is known about it.
import type { Analysis } from './analysis.js';
import { DiagnosticCollector } from './diagnostics/collector.js';
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
import { readAllowances } from './syntax/comments.js';
import { isTrain } from './syntax/generated/ast.js';
import { itemsOf, type ParsedFile } from './syntax/parsed-file.js';
import { createTextReader } from './text/text-reader.js';

/**
 * `name` is that of the file without its ending, which a network without a name is called; `importer` finds the files
 * it imports. `before` is an earlier analysis of nearly the same text: networks that are unchanged are taken from its
 * cache, and the result is the same without it. Never throws.
 */
export function analyse(parsed: ParsedFile, name: string, importer: Importer, before?: Analysis): Analysis {
  const allowances = readAllowances(parsed.text);
  const allowed = allowances.map(({ code }) => code);
  const diagnostics = new DiagnosticCollector(new Set(allowed));
  if (!reportSyntax(parsed, diagnostics)) return { networks: [], jobs: [], diagnostics: diagnostics.all(), allowed };
  const broken = diagnostics.errors > 0;

  const items = itemsOf(parsed);
  const { file, imported } = resolveImports(parsed, importer, diagnostics);
  checkDeclaredNames(items, file);

  const named = nameNetworks(items, name);
  const names = named.map((network) => network.name);
  const inputs = collectSharedInputs(items, imported, broken, file.damage.key);
  const expanded = expandNetworks(named, file, inputs, before);
  checkNetworks(items, expanded, broken, file);
  const jobs = items.filter(isTrain).map((train) => expandJob(train, names, file));

  const networks = expanded.map(({ task }) => task.measure(broken));
  checkAllowances(allowances, diagnostics);
  const textOf = createTextReader(parsed.text);
  checkRepeatedJobs(jobs, diagnostics);
  for (const job of jobs) checkJob(job, networks, textOf, diagnostics);
  const entries = expanded.map(({ task }, index) => task.advise(networks[index], textOf, inputs));

  const analysis = { networks, jobs, diagnostics: diagnostics.all(), allowed };
  storeCache(analysis, inputs, new Map(expanded.map(({ task }, index) => [task.item, entries[index]])));
  return analysis;
}
