// What the name under the pointer means: a layer's or a block's figures, a network's totals, or a built-in's
// documentation. The Markdown itself is written in server/hover-content.
import { type Hover, type HoverParams, MarkupKind } from 'vscode-languageserver';
import {
  contains,
  findBuiltinOf,
  findSettingOf,
  type Position,
  type Range,
  type Reference,
} from '../../language/index.js';
import { type BlockUse, blockCallAt, layerCallAt } from '../cursor/call-sites.js';
import { describeBlock } from '../hover-content/block.js';
import { describeLayer } from '../hover-content/layer.js';
import { codeBlock } from '../hover-content/markdown.js';
import { writeWithFigures } from '../hover-content/memory.js';
import { describeNetwork } from '../hover-content/network.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { LongFeature } from './feature.js';

export const hover: LongFeature<HoverParams, Hover | undefined> = {
  method: 'textDocument/hover',
  servesLastGood: true,
  capability: { hoverProvider: true },
  compute: (snapshot, { position }) => writeWithFigures(snapshot, (planned) => hoverAt(planned, position)),
  answerMeanwhile: (snapshot, { position }) => hoverAt(snapshot, position),
};

function hoverAt(snapshot: Snapshot, position: Position): Hover | undefined {
  const named = snapshot.symbols.symbolAt(position);
  // A function stands in an argument, which else shows the layer it belongs to.
  if (named && findBuiltinOf(named.symbol)?.category === 'function') return builtinHover(named);
  const figures = figuresAt(snapshot, position);
  if (figures) return figures;
  return named && (settingHover(named) ?? builtinHover(named));
}

/** A layer or a block, and a network: both where a network without a name is known by its first element. */
function figuresAt(snapshot: Snapshot, position: Position): Hover | undefined {
  const network = networkNamedAt(snapshot, position);
  const block = blockNamedAt(snapshot, position);
  const layer = block ? undefined : layerCallAt(snapshot.analysis, position);
  const parts: string[] = [];
  if (block) parts.push(describeBlock(snapshot, block.name, block.uses));
  if (layer) parts.push(describeLayer(snapshot, layer));
  if (network) parts.push(describeNetwork(snapshot, network.network));
  const range = block?.range ?? layer?.origin ?? network?.range;
  return range && markdownHover(parts.join('\n\n---\n\n'), range);
}

/** A setting of a `train` statement. */
function settingHover({ symbol, range }: Reference): Hover | undefined {
  const setting = findSettingOf(symbol);
  if (!setting) return undefined;
  const { name, defaultText, documentation } = setting;
  const initial = defaultText === undefined ? name : `${name} = ${defaultText}  // default`;
  return markdownHover(`${codeBlock(initial, 'cnn')}\n\n${documentation}`, range);
}

function builtinHover({ symbol, range }: Reference): Hover | undefined {
  const builtin = findBuiltinOf(symbol);
  return builtin && markdownHover(`${codeBlock(builtin.signature, 'cnn')}\n\n${builtin.documentation}`, range);
}

interface NamedBlock {
  readonly name: string;
  readonly range: Range;
  /** Those of the call, else all. */
  readonly uses: readonly BlockUse[];
}

/** The block whose name is at a position, where it is declared or wherever it is named. */
function blockNamedAt({ analysis, symbols }: Snapshot, position: Position): NamedBlock | undefined {
  const found = symbols.symbolAt(position);
  if (found?.symbol.kind !== 'block') return undefined;
  const { name } = found.symbol;
  const call = blockCallAt(analysis, position);
  if (call && call.uses[0].block.block === name && contains(found.range, call.origin.start)) {
    return { name, range: found.range, uses: call.uses };
  }
  const uses = analysis.networks.flatMap((network) =>
    network.blocks.filter(({ block }) => block === name).map((block) => ({ network, block })),
  );
  return { name, range: found.range, uses };
}

/** The network whose name is at a position, where it is defined or where it is trained. */
function networkNamedAt({ analysis }: Snapshot, position: Position) {
  const defined = analysis.networks.find(({ nameRange }) => contains(nameRange, position));
  if (defined) return { network: defined, range: defined.nameRange };
  const job = analysis.jobs.find(({ nameRange }) => contains(nameRange, position));
  const trained = job && analysis.networks.find(({ name }) => name === job.network);
  return trained && { network: trained, range: job.nameRange };
}

function markdownHover(value: string, range: Range): Hover {
  return { contents: { kind: MarkupKind.Markdown, value }, range };
}
