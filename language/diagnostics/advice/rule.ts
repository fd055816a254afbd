// A rule of advice: its entry in the table of diagnostics, and a pure function from a valid network to findings. Rules
// look at every instance, so each runs in linear time; a finding in a block is reported once for its range.
import type { Operation, Window } from '../../../model/index.js';
import type { Instance, NetworkAnalysis } from '../../analysis.js';
import type { Range } from '../../text/range.js';
import type { RelatedInformation } from '../diagnostic.js';
import type { DiagnosticEntry } from '../entry.js';

/** The network a rule looks at. */
export interface Subject extends Pick<NetworkAnalysis, 'graph' | 'instances' | 'totals'> {
  /** Layers that can work in place, by their index. */
  inPlace(layer: number): boolean;
  /** The text of a range, e.g. of a call. */
  textOf(range: Range): string;
}

export interface Finding<Args> {
  readonly range: Range;
  readonly args: Args;
  readonly related?: readonly RelatedInformation[];
}

type AdviceEntry<Args> = DiagnosticEntry<Args> & { readonly severity: 'advice' };

export interface AdviceRule<Args, Entry extends AdviceEntry<Args> = AdviceEntry<Args>> {
  readonly entry: Entry;
  check(subject: Subject): readonly Finding<Args>[];
}

/** A rule from an entry and its check, whose findings are the entry's arguments. */
export function defineAdvice<Args, Entry extends AdviceEntry<Args>>(
  entry: Entry & AdviceEntry<Args>,
  check: (subject: Subject) => readonly Finding<Args>[],
): AdviceRule<Args, Entry> {
  return { entry, check };
}

/** The findings of a rule that looks at each instance by itself. */
export function findInInstances<Args>(
  subject: Subject,
  find: (subject: Subject, instance: Instance) => Finding<Args> | undefined,
): Finding<Args>[] {
  return subject.instances.flatMap((instance) => find(subject, instance) ?? []);
}

/** The window of a convolution or pooling layer; undefined for layers that slide none. */
export function windowOf(operation: Operation): Window | undefined {
  switch (operation.kind) {
    case 'conv':
    case 'depthwise':
    case 'maxpool':
    case 'avgpool':
      return operation.window;
    default:
      return undefined;
  }
}

/** One key for all instances of one call in the text. */
export function rangeKey({ origin: { start, end } }: Instance): string {
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}

export function isSpatial({ layer: { output } }: Instance): boolean {
  return output.height > 1 || output.width > 1;
}

/** The instance of the input; undefined where the network has none. */
export function findInput({ instances }: Subject): Instance | undefined {
  return instances.find(({ layer }) => layer.operation.kind === 'input');
}

/**
 * The layer that ends the spatial part before the evaluated output: the global pooling, the flattening or the first
 * fully connected layer. Undefined where the output itself is spatial, as in segmentation.
 */
export function findClassifier({ graph, instances }: Subject): Instance | undefined {
  let instance: Instance | undefined = instances[graph.outputs[0]?.layer];
  while (instance && !isSpatial(instance)) {
    const inputs: readonly number[] = instance.layer.inputs;
    const given: Instance | undefined = inputs.length === 1 ? instances[inputs[0]] : undefined;
    if (given && isSpatial(given)) return instance;
    instance = given;
  }
  return undefined;
}
