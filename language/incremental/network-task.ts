// One network's steps through an analysis: expand, measure, advise. A cached network replays at each step what the
// step reported before, so that the result equals that of an analysis without a cache.
import type { Totals } from '../../model/index.js';
import type { NetworkAnalysis } from '../analysis.js';
import { NetworkAccount } from '../budget.js';
import { advise } from '../diagnostics/advice/advise.js';
import { fieldBeyondCounting, figureNotExact } from '../diagnostics/bounds.js';
import type { DiagnosticCollector } from '../diagnostics/collect/collector.js';
import type { FileContext } from '../evaluate/file-context.js';
import { checkAssertions } from '../expand/check-assertions.js';
import { type ExpandedNetwork, expandNetwork } from '../expand/expand-network.js';
import { layersOfEmptyNetwork } from '../limits.js';
import { findUncounted } from '../measure/fields/receptive-field.js';
import { measure } from '../measure/measure.js';
import type { Network, Result } from '../syntax/generated/ast.js';
import type { Range } from '../text/range.js';
import { DependencyTracker } from './dependencies.js';
import { type CacheEntry, createCacheEntry } from './network-cache.js';
import { type RecordedStep, recordStep, replayStep } from './recorded-step.js';
import { InstanceReuse } from './reuse-instances.js';
import type { SharedInputs } from './shared-inputs.js';

/** What is known of a network once it is expanded. */
export type NetworkOutline = Pick<NetworkAnalysis, 'name' | 'nameRange' | 'graph'>;

interface Start {
  readonly item: Network | Result;
  readonly name: string;
  /** Whether the file has no error so far. */
  readonly clean: boolean;
  /** The network in the cache, if it is unchanged. */
  readonly cached: CacheEntry | undefined;
  /** The network of this name in the earlier analysis, changed or not. */
  readonly earlier: NetworkAnalysis | undefined;
}

/** Its steps are called in order, each once all networks of the file have finished the one before. */
export class NetworkTask {
  /** What each finished step reported. */
  private readonly recorded: RecordedStep[] = [];
  private readonly tracker: DependencyTracker;
  private readonly account = new NetworkAccount();
  private expanded: ExpandedNetwork | undefined;

  constructor(
    private readonly start: Start,
    private readonly file: FileContext,
    private readonly diagnostics: DiagnosticCollector,
  ) {
    this.tracker = new DependencyTracker(file);
  }

  get item(): Network | Result {
    return this.start.item;
  }

  expand(): NetworkOutline {
    const { item, name, earlier } = this.start;
    const work = () => {
      this.expanded = expandNetwork(item, name, this.file, new InstanceReuse(earlier?.instances ?? []));
      this.file.budget.spend('layers', this.expanded.graph.layers.length + layersOfEmptyNetwork);
      return this.expanded;
    };
    return this.step<NetworkOutline>(work, ({ analysis }) => analysis);
  }

  /** `broken`: the file does not parse as a whole. */
  measure(broken: boolean): NetworkAnalysis {
    return this.step(
      () => measureNetwork(this.expanded!, broken, this.file),
      ({ analysis }) => analysis,
    );
  }

  /** The last step. Returns the network's entry for the next analysis. */
  advise(analysis: NetworkAnalysis, textOf: (range: Range) => string, inputs: SharedInputs): CacheEntry {
    this.step(
      () => advise(analysis, textOf, this.diagnostics),
      () => undefined,
    );
    const { item, cached, clean } = this.start;
    if (cached) return cached;
    const { recorded, tracker, file } = this;
    const results = { analysis, diagnostics: recorded, clean, dependencies: tracker.collect() };
    return createCacheEntry(item, results, file, inputs);
  }

  private step<T>(work: () => T, fromCache: (entry: CacheEntry) => T): T {
    const { cached } = this.start;
    if (cached) {
      const recorded = cached.diagnostics[this.recorded.length];
      this.recorded.push(recorded);
      replayStep(this.diagnostics, recorded);
      return fromCache(cached);
    }
    const { result, recorded } = recordStep(this.diagnostics, this.account, () => this.tracker.trackDependencies(work));
    this.recorded.push(recorded);
    return result;
  }
}

function measureNetwork(expanded: ExpandedNetwork, broken: boolean, file: FileContext): NetworkAnalysis {
  const { assertions, scope, measured, ...network } = expanded;
  const totals = measure(network.instances, measured);
  const errorsBefore = file.diagnostics.errors;
  const figures = { totals, layers: network.graph.layers.length, sound: network.sound && !broken };
  if (figures.sound) checkFigures(network, totals, file);
  checkAssertions(assertions, figures, scope, file);
  const sound = network.sound && !broken && file.diagnostics.errors === errorsBefore;
  return { ...network, sound, totals };
}

/** Reports figures past 2^53, which a double does not hold exactly. */
function checkFigures(
  { instances, nameRange }: Pick<ExpandedNetwork, 'instances' | 'nameRange'>,
  { parameters, macs, activations }: Totals,
  { path, diagnostics }: FileContext,
): void {
  const first = instances.find(({ field }) => findUncounted(field));
  const uncounted = first && findUncounted(first.field);
  if (uncounted) diagnostics.report(fieldBeyondCounting, first.file === path ? first.origin : nameRange, { uncounted });
  const figures = Object.entries({ parameters, 'multiply-accumulates': macs, activations });
  const large = figures.flatMap(([name, figure]) => (figure > Number.MAX_SAFE_INTEGER ? name : []));
  if (large.length > 0) diagnostics.report(figureNotExact, nameRange, { figures: large });
}
