// What holds for the analysis of every text: no internal error, ranges inside the text, figures that are numbers.
import { type Analysis, comparePositions, type NetworkAnalysis, type Range } from '../../../language/index.js';

/** Throws at the first violation. */
export function checkAnalysis(analysis: Analysis, text: string): void {
  const lines = text.split(/\r\n|\r|\n/);
  for (const { code, message, range, related, fixes } of analysis.diagnostics) {
    if (/internal/.test(code)) throw new Error(`the analysis failed: ${message}`);
    if (/\b(NaN|undefined|\[object Object\])/.test(message) && !/NaN|undefined|object Object/.test(text)) {
      throw new Error(`${code} says: ${message}`);
    }
    checkRange(range, lines, code);
    for (const each of related) checkRange(each.range, lines, `${code}, related`);
    for (const fix of fixes) for (const edit of fix.edits) checkRange(edit.range, lines, `${code}, fix`);
  }
  for (const network of analysis.networks) {
    checkRange(network.range, lines, 'a network');
    checkRange(network.nameRange, lines, 'the name of a network');
    for (const { origin, file } of network.instances) if (!file) checkRange(origin, lines, 'a layer');
    checkFigures(network);
  }
}

/** Ranges of related places in imported files are not checked: fuzzed texts import nothing. */
export function checkRange({ start, end }: Range, lines: readonly string[], what: string): void {
  const isInside = ({ line, character }: Range['start']) =>
    Number.isInteger(line) && line >= 0 && line < lines.length && character >= 0 && character <= lines[line].length;
  if (isInside(start) && isInside(end) && comparePositions(start, end) <= 0) return;
  throw new Error(`${what} is outside of the text: ${JSON.stringify({ start, end })} of ${lines.length} lines`);
}

function checkFigures({ name, totals, instances }: NetworkAnalysis): void {
  for (const [figure, value] of Object.entries(totals)) requireCount(value, `${figure} of ${name}`);
  if (totals.parameters !== totals.weights + totals.biases) throw new Error(`the parameters of ${name} do not add up`);
  for (const { layer, cost, field } of instances) {
    const { height, width, channels } = layer.output;
    for (const side of [height, width, channels]) requireCount(side, `the shape of ${layer.path}`);
    for (const value of [cost.activations, cost.weights.count, cost.biases, cost.buffers, cost.macs]) {
      requireCount(value, `the cost of ${layer.path}`);
    }
    for (const value of [...field.size, ...field.stride, ...field.start]) {
      if (!Number.isFinite(value)) throw new Error(`the field of ${layer.path} is ${value}`);
    }
  }
}

function requireCount(value: number, what: string): void {
  if (!(Number.isFinite(value) && value >= 0)) throw new Error(`${what} is ${value}`);
}
