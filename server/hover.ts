// What is shown under the pointer: a layer's figures, a network's totals, or what a built-in name means.
import type { TextDocument } from 'langium';
import { type Hover, MarkupKind, type Position, type Range } from 'vscode-languageserver';
import { type Analysis, findBuiltin } from '../language/index.js';
import { layerHover } from './hover/layer.js';
import { codeBlock } from './hover/markdown.js';
import { networkHover } from './hover/network.js';
import { contains, type Place, placeAt } from './places.js';

/** Undefined where there is nothing to say. */
export function hoverOf(analysis: Analysis, document: TextDocument, position: Position): Hover | undefined {
  const named = networkNamedAt(analysis, position);
  const place = placeAt(analysis, position);
  // Both where a network without a name is known by its first layer.
  const parts: string[] = [];
  if (place) parts.push(placeHover(analysis, document, place));
  if (named) parts.push(networkHover(analysis, named.network));
  const range = place?.origin ?? named?.range;
  if (range) return hover(parts.join('\n\n---\n\n'), range);
  const word = wordAt(document, position);
  const builtin = word && findBuiltin(word.text);
  return builtin && hover(`${codeBlock(builtin.signature, 'cnn')}\n\n${builtin.documentation}`, word.range);
}

/** The markdown of a layer's hover; also the tooltip of its inlay hint. */
export function placeHover(analysis: Analysis, document: TextDocument, place: Place): string {
  const { kind } = place.occurrences[0].instance.layer.operation;
  return layerHover(analysis, place, document.getText(place.origin), findBuiltin(kind)?.documentation ?? '');
}

/** A network whose name stands here, where it is defined or where it is trained. */
function networkNamedAt(analysis: Analysis, position: Position) {
  const defined = analysis.networks.find(({ nameRange }) => contains(nameRange, position));
  if (defined) return { network: defined, range: defined.nameRange };
  const job = analysis.jobs.find(({ nameRange }) => contains(nameRange, position));
  const trained = job && analysis.networks.find(({ name }) => name === job.network);
  return trained && { network: trained, range: job.nameRange };
}

function wordAt(document: TextDocument, position: Position): { text: string; range: Range } | undefined {
  const line = document.getText({
    start: { ...position, character: 0 },
    end: { line: position.line + 1, character: 0 },
  });
  for (const match of line.matchAll(/[A-Za-z_]\w*/g)) {
    const end = match.index + match[0].length;
    if (match.index <= position.character && position.character <= end) {
      const at = (character: number) => ({ line: position.line, character });
      return { text: match[0], range: { start: at(match.index), end: at(end) } };
    }
  }
  return undefined;
}

function hover(value: string, range: Range): Hover {
  return { contents: { kind: MarkupKind.Markdown, value }, range };
}
