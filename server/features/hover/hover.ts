// What is shown under the pointer: a layer's or a block's figures, a network's totals, or what a built-in name means.
import { type Hover, MarkupKind, type Position, type Range } from 'vscode-languageserver';
import {
  type Analysis,
  type BlockDeclaration,
  declaredBlocks,
  findBuiltin,
  type Importer,
  readArgumentTexts,
} from '../../../language/index.js';
import type { OpenFile } from '../../workspace/open-file.js';
import type { Planner } from '../../workspace/planned-memory.js';
import { blocksOf } from '../callee.js';
import { type BlockPlace, type BlockUse, blockPlaceAt, contains, type Place, placeAt, wordAt } from '../places.js';
import { blockHover } from './block.js';
import { layerHover } from './layer.js';
import { codeBlock } from './markdown.js';
import { networkHover } from './network.js';

/** Undefined where there is nothing to say. */
export function hoverOf(
  analysis: Analysis,
  file: OpenFile,
  position: Position,
  importer: Importer,
  planner: Planner,
): Hover | undefined {
  const named = networkNamedAt(analysis, position);
  const block = blockNamedAt(analysis, file, position, importer);
  const place = placeAt(analysis, position);
  // Both where a network without a name is known by its first element.
  const parts: string[] = [];
  if (block) parts.push(blockHover(analysis, block.name, block.uses, block.declaration));
  else if (place) parts.push(placeHover(analysis, file, place, planner));
  if (named) parts.push(networkHover(analysis, named.network, planner));
  const range = block?.range ?? place?.origin ?? named?.range;
  if (range) return hover(parts.join('\n\n---\n\n'), range);
  const word = wordAt(file, position);
  const setting = word && settingHover(analysis, file, word);
  if (setting) return setting;
  const builtin = word && findBuiltin(word.text);
  return builtin && hover(`${codeBlock(builtin.signature, 'cnn')}\n\n${builtin.documentation}`, word.range);
}

/** What a setting of a `train` statement says, where `word` is its name. */
function settingHover(
  { jobs }: Analysis,
  { document }: OpenFile,
  { text, range }: { readonly text: string; readonly range: Range },
): Hover | undefined {
  if (!jobs.some((job) => contains(job.range, range.start))) return undefined;
  // An argument of a call, as in `warmup(epochs=5)`, has a bracket or a comma before it.
  const before = document.getText({ start: { ...range.start, character: 0 }, end: range.start });
  const after = document.getText({ start: range.end, end: { line: range.end.line + 1, character: 0 } });
  if (/[(,]\s*$/.test(before) || !/^\s*=(?!=)/.test(after)) return undefined;
  const parameter = findBuiltin('training')?.parameters.find(({ name }) => name === text);
  if (!parameter) return undefined;
  const initial = parameter.defaultText ?? '';
  return hover(`${codeBlock(`${text} = ${initial}`, 'cnn')}\n\n${parameter.documentation}`, range);
}

/** The markdown of a layer's hover; also the tooltip of its inlay hint. */
export function placeHover(
  analysis: Analysis,
  file: OpenFile,
  { origin, occurrences }: Place,
  planner: Planner,
): string {
  const { document, parsed } = file;
  const { kind } = occurrences[0].instance.layer.operation;
  return layerHover(
    analysis,
    { origin, occurrences },
    {
      source: document.getText(origin),
      arguments: readArgumentTexts(parsed, document.offsetAt(origin.start)) ?? new Map(),
      documentation: findBuiltin(kind)?.documentation ?? '',
    },
    planner,
  );
}

/** The markdown of the hover on a block's call, likewise. */
export function blockPlaceHover(analysis: Analysis, file: OpenFile, { uses }: BlockPlace, importer: Importer): string {
  const name = uses[0].block.block;
  return blockHover(analysis, name, uses, declarationOf(name, file, importer));
}

/** A block whose name stands here, where it is called or where it is declared. */
function blockNamedAt(analysis: Analysis, file: OpenFile, position: Position, importer: Importer) {
  const place = blockPlaceAt(analysis, position);
  const name = place?.uses[0].block.block;
  if (place && name !== undefined) {
    const { start } = place.origin;
    const range = { start, end: { line: start.line, character: start.character + name.length } };
    if (contains(range, position)) {
      return { name, range, uses: place.uses, declaration: declarationOf(name, file, importer) };
    }
  }
  const declaration = declaredBlocks(file.parsed).find(({ nameRange }) => contains(nameRange, position));
  return (
    declaration && {
      name: declaration.name,
      range: declaration.nameRange,
      uses: usesOf(analysis, declaration.name),
      declaration,
    }
  );
}

function usesOf({ networks }: Analysis, name: string): BlockUse[] {
  return networks.flatMap((network) =>
    network.blocks.filter(({ block }) => block === name).map((block) => ({ network, block })),
  );
}

/** In the document, else in a file it imports. */
function declarationOf(name: string, file: OpenFile, importer: Importer): BlockDeclaration | undefined {
  return blocksOf(file, importer).find((block) => block.name === name);
}

/** A network whose name stands here, where it is defined or where it is trained. */
function networkNamedAt(analysis: Analysis, position: Position) {
  const defined = analysis.networks.find(({ nameRange }) => contains(nameRange, position));
  if (defined) return { network: defined, range: defined.nameRange };
  const job = analysis.jobs.find(({ nameRange }) => contains(nameRange, position));
  const trained = job && analysis.networks.find(({ name }) => name === job.network);
  return trained && { network: trained, range: job.nameRange };
}

function hover(value: string, range: Range): Hover {
  return { contents: { kind: MarkupKind.Markdown, value }, range };
}
