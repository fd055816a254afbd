// One network's way through an analysis: expanded, finished, advised on, each when all networks of the file have come
// as far. A network known from before takes the same way, and only says again at each step what was said of it.

import type { NetworkAnalysis } from '../analysis.js';
import { advise } from '../diagnostics/advice/advise.js';
import type { DiagnosticCollector, RecordedDiagnostics } from '../diagnostics/collector.js';
import type { FileContext } from '../evaluate/file-context.js';
import { judge } from '../expand/assertions.js';
import type { Asked } from '../expand/blocks.js';
import type { ExpandedNetwork } from '../expand/expand-network.js';
import { measure } from '../measure/measure.js';
import type { Item } from '../syntax/generated/ast.js';
import type { Range } from '../text/range.js';
import { type Ground, type KnownNetwork, knowing } from './network-cache.js';

/** What is known of a network that is expanded. */
export type Outline = Pick<NetworkAnalysis, 'name' | 'nameRange' | 'graph'>;

export class Course {
  private readonly said: RecordedDiagnostics[] = [];
  private readonly asked: Asked = { names: new Set(), all: false };
  private expanded: ExpandedNetwork | undefined;

  /** `clean`: whether the file has no error so far. */
  constructor(
    readonly item: Item,
    private readonly file: FileContext,
    private readonly clean: boolean,
    private readonly known: KnownNetwork | undefined,
    private readonly diagnostics: DiagnosticCollector,
  ) {}

  expand(work: () => ExpandedNetwork): Outline {
    return this.step<Outline>(
      () => {
        this.expanded = work();
        return this.expanded;
      },
      ({ analysis }) => analysis,
    );
  }

  /** To be called once expanded; `broken`: the file does not parse as a whole. */
  finish(broken: boolean): NetworkAnalysis {
    return this.step(
      () => finished(this.expanded!, broken, this.file),
      ({ analysis }) => analysis,
    );
  }

  /** The last step: answers with what the next analysis may know. */
  advise(analysis: NetworkAnalysis, textOf: (range: Range) => string, ground: Ground): KnownNetwork {
    this.step(
      () => advise(analysis, textOf, this.diagnostics),
      () => undefined,
    );
    return this.known ?? knowing(this.item, analysis, this.said, this.clean, this.asked, this.file, ground);
  }

  private step<T>(work: () => T, from: (known: KnownNetwork) => T): T {
    if (this.known) {
      const said = this.known.said[this.said.length];
      this.said.push(said);
      this.diagnostics.replay(said);
      return from(this.known);
    }
    const { result, said } = this.diagnostics.record(() => this.file.blocks.noting(this.asked, work));
    this.said.push(said);
    return result;
  }
}

function finished(expanded: ExpandedNetwork, broken: boolean, file: FileContext): NetworkAnalysis {
  const { assertions, scope, measured, ...network } = expanded;
  const totals = measure(network.instances, measured);
  const errorsBefore = file.diagnostics.errors;
  judge(assertions, totals, network.graph.layers.length, scope, file);
  const sound = network.sound && !broken && file.diagnostics.errors === errorsBefore;
  return { ...network, sound, totals };
}
