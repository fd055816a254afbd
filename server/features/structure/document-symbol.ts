// The outline: networks with their totals, blocks with their signatures, what each names, the calls in each with the
// shape and parameters they come to, and the trainings.
import { type DocumentSymbol, type DocumentSymbolParams, SymbolKind } from 'vscode-languageserver';
import {
  type BlockInstance,
  comparePositions,
  contains,
  type Declaration,
  type Instance,
  type NameScope,
  type NetworkAnalysis,
  type Range,
} from '../../../language/index.js';
import { formatCount, formatShape, formatShort } from '../../../model/index.js';
import { type CallSite, findBlockCallSites, findLayerCallSites } from '../../cursor/call-sites.js';
import type { Snapshot } from '../../workspace/snapshot.js';
import type { Feature } from '../feature.js';

export const documentSymbol: Feature<DocumentSymbolParams, DocumentSymbol[]> = {
  method: 'textDocument/documentSymbol',
  servesLastGood: true,
  capability: { documentSymbolProvider: { label: 'Networks' } },
  handle(snapshot) {
    const { analysis, symbols } = snapshot;
    const calls = callSymbols(snapshot);
    const bodies = symbols.scopes.map((scope) => bodySymbol(scope, snapshot, calls));
    const jobs = analysis.jobs.map(({ range, nameRange, network, job }) => ({
      name: `train ${network}`,
      detail: job ? `batch ${job.batch}, ${job.epochs} epochs` : '',
      kind: SymbolKind.Event,
      range,
      selectionRange: nameRange,
    }));
    return [...bodies, ...jobs].sort(byPosition);
  },
};

function byPosition(a: DocumentSymbol, b: DocumentSymbol): number {
  return comparePositions(a.range.start, b.range.start);
}

function bodySymbol({ owner, range, names }: NameScope, snapshot: Snapshot, calls: readonly DocumentSymbol[]) {
  const isNetwork = owner.kind === 'network';
  const network = snapshot.analysis.networks.find(({ name }) => isNetwork && name === owner.name);
  const block = snapshot.symbols.blocks.find(
    ({ name, file }) => !isNetwork && file === undefined && name === owner.name,
  );
  const inside = calls.filter((call) => contains(range, call.range.start) && contains(range, call.range.end));
  return {
    name: owner.name || owner.kind,
    detail: network ? describeTotals(network) : (block?.signature.slice(owner.name.length) ?? ''),
    kind: isNetwork ? SymbolKind.Class : SymbolKind.Function,
    range,
    selectionRange: within(range, owner.declaration?.range),
    children: [...names.map(nameSymbol), ...inside].sort(byPosition),
  };
}

/** `28x28x1 -> 10, 44,426 parameters`. */
function describeTotals({ graph, totals, sound }: NetworkAnalysis): string {
  const [input] = graph.layers;
  const output = graph.layers.at(-1);
  const shapes = sound && input && output ? `${formatShape(input.output)} -> ${formatShape(output.output)}, ` : '';
  return `${shapes}${formatCount(totals.parameters)} parameters, ${formatShort(totals.macs)} MACs`;
}

function nameSymbol({ symbol, range, kind, value }: Declaration): DocumentSymbol {
  return {
    name: symbol.name || kind,
    detail: value === undefined ? '' : shorten(value),
    kind: kind === 'parameter' ? SymbolKind.TypeParameter : SymbolKind.Variable,
    range,
    selectionRange: range,
  };
}

/** Characters of a value that an outline has room for. */
const longestDetail = 60;

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= longestDetail ? line : `${line.slice(0, longestDetail - 1)}…`;
}

/** The calls of layers and blocks, in the order of the text. */
function callSymbols({ analysis, file: { document } }: Snapshot): DocumentSymbol[] {
  const whole = { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) };
  const describe = (range: Range, detail: string, kind: SymbolKind): DocumentSymbol => ({
    name: shorten(document.getText(range)),
    detail,
    kind,
    range,
    selectionRange: range,
  });
  const layers = findLayerCallSites(analysis, whole).map((site) =>
    describe(site.origin, describeLayers(site), SymbolKind.Field),
  );
  const blocks = findBlockCallSites(analysis, whole).map((site) =>
    describe(site.origin, describeBlocks(site), SymbolKind.Method),
  );
  return [...layers, ...blocks].sort(byPosition);
}

function describeLayers({ networks }: CallSite<Instance>): string {
  const all = networks.flatMap(({ members }) => members);
  return describeCall(all[0], all.at(-1)!, sum(all.map(({ cost }) => cost.weights.count + cost.biases)));
}

function describeBlocks({ networks }: CallSite<BlockInstance>): string {
  const all = networks.flatMap(({ network, members }) =>
    members.map(({ first, end, result }) => ({
      result: network.instances[result],
      parameters: sum(network.instances.slice(first, end).map(({ cost }) => cost.weights.count + cost.biases)),
    })),
  );
  return describeCall(all[0].result, all.at(-1)!.result, sum(all.map(({ parameters }) => parameters)));
}

/** `28x28x6, 156 parameters`; of several instances the first … last shape, and the parameters of all. */
function describeCall(first: Instance, last: Instance, parameters: number): string {
  const [from, to] = [first, last].map(({ layer }) => formatShape(layer.output));
  const shape = from === to ? from : `${from} … ${to}`;
  return parameters === 0 ? shape : `${shape}, ${formatCount(parameters)} parameters`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A selection lies inside its symbol: a network without a name has its first character. */
function within(range: Range, selection: Range | undefined): Range {
  const fits = selection && contains(range, selection.start) && contains(range, selection.end);
  return fits ? selection : { start: range.start, end: range.start };
}
