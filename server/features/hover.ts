// What the name under the pointer means: a layer's or a block's figures, a network's totals, or a built-in's
// documentation. The Markdown itself is written in server/hover-content.
import { type Hover, type HoverParams, MarkupKind } from 'vscode-languageserver';
import { contains, declaredBlocks, findBuiltin, type Position, type Range } from '../../language/index.js';
import { type BlockUse, blockCallAt, layerCallAt } from '../cursor/call-sites.js';
import { type Word, wordAt } from '../cursor/word-at.js';
import { describeBlock } from '../hover-content/block.js';
import { describeLayer } from '../hover-content/layer.js';
import { codeBlock } from '../hover-content/markdown.js';
import { describeNetwork } from '../hover-content/network.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { Feature } from './feature.js';

export const hover: Feature<HoverParams, Hover | undefined> = {
  method: 'textDocument/hover',
  capability: { hoverProvider: true },
  handle(snapshot, { position }) {
    const figures = figuresAt(snapshot, position);
    if (figures) return figures;
    const word = wordAt(snapshot.file.document, position);
    return word && (settingHover(snapshot, word) ?? builtinHover(word));
  },
};

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

/** A setting of a `train` statement, where the word is its name. */
function settingHover({ analysis, file }: Snapshot, { text, range }: Word): Hover | undefined {
  if (!analysis.jobs.some((job) => contains(job.range, range.start))) return undefined;
  // An argument of a call, as in `warmup(epochs=5)`, has a bracket or a comma before it.
  const before = file.document.getText({ start: { ...range.start, character: 0 }, end: range.start });
  const after = file.document.getText({ start: range.end, end: { line: range.end.line + 1, character: 0 } });
  if (/[(,]\s*$/.test(before) || !/^\s*=(?!=)/.test(after)) return undefined;
  const parameter = findBuiltin('training')?.parameters.find(({ name }) => name === text);
  if (!parameter) return undefined;
  const initial = parameter.defaultText ?? '';
  return markdownHover(`${codeBlock(`${text} = ${initial}`, 'cnn')}\n\n${parameter.documentation}`, range);
}

function builtinHover({ text, range }: Word): Hover | undefined {
  const builtin = findBuiltin(text);
  return builtin && markdownHover(`${codeBlock(builtin.signature, 'cnn')}\n\n${builtin.documentation}`, range);
}

interface NamedBlock {
  readonly name: string;
  readonly range: Range;
  /** Those of the call, else all. */
  readonly uses: readonly BlockUse[];
}

/** The block whose name is at a position, where it is called or where it is declared. */
function blockNamedAt({ analysis, file }: Snapshot, position: Position): NamedBlock | undefined {
  const call = blockCallAt(analysis, position);
  const called = call?.uses[0].block.block;
  if (call && called !== undefined) {
    const { start } = call.origin;
    const range = { start, end: { line: start.line, character: start.character + called.length } };
    if (contains(range, position)) return { name: called, range, uses: call.uses };
  }
  const declared = declaredBlocks(file.parsed).find(({ nameRange }) => contains(nameRange, position));
  if (!declared) return undefined;
  const { name, nameRange } = declared;
  const uses = analysis.networks.flatMap((network) =>
    network.blocks.filter(({ block }) => block === name).map((block) => ({ network, block })),
  );
  return { name, range: nameRange, uses };
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
