// What a rule of advice is: its page, and a pure function from a network that fits together to what could be better.
// Rules look at every instance, so each is linear in their number; what is said is said once for each place in the
// text.
import type { Operation, Window } from '../../../model/index.js';
import type { Instance, NetworkAnalysis } from '../../analysis.js';
import type { Range } from '../../text/range.js';
import type { Diagnostic, Fix } from '../diagnostic.js';
import type { DiagnosticEntry } from '../entry.js';

/** The network a rule looks at. */
export interface Subject extends Pick<NetworkAnalysis, 'graph' | 'instances' | 'totals'> {
  /** Layers that can work in place, by their index. */
  inPlace(layer: number): boolean;
  /** The text of a range, e.g. of a call. */
  textOf(range: Range): string;
}

export interface Finding {
  readonly range: Range;
  readonly message: string;
  readonly related?: Diagnostic['related'];
  readonly fixes?: readonly Fix[];
}

export interface AdviceRule {
  readonly diagnostic: DiagnosticEntry & { readonly severity: 'advice' };
  check(subject: Subject): readonly Finding[];
}

/** What a rule finds at single layers. */
export function findingsAt(subject: Subject, find: (subject: Subject, instance: Instance) => Finding | undefined) {
  const findings: Finding[] = [];
  for (const instance of subject.instances) {
    const finding = find(subject, instance);
    if (finding) findings.push(finding);
  }
  return findings;
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

/** Tells the places in the text apart. */
export function placeKey({ origin: { start, end } }: Instance): string {
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}

export function isSpatial({ layer: { output } }: Instance): boolean {
  return output.height > 1 || output.width > 1;
}

/**
 * The layer that ends the spatial part on the way to the evaluated output: the global pooling, the flattening or the
 * first fully connected layer. Undefined where the output itself is spatial, as in segmentation.
 */
export function classifierOf({ graph, instances }: Subject): Instance | undefined {
  let instance: Instance | undefined = instances[graph.outputs[0]?.layer];
  while (instance && !isSpatial(instance)) {
    const inputs: readonly number[] = instance.layer.inputs;
    const given: Instance | undefined = inputs.length === 1 ? instances[inputs[0]] : undefined;
    if (given && isSpatial(given)) return instance;
    instance = given;
  }
  return undefined;
}
