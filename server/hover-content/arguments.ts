// Where a layer's settings come from: arguments whose value was computed, and parameters left to their defaults.

import { findBuiltin, type Instance } from '../../language/index.js';
import type { Operation, Padding, Pair, Window } from '../../model/index.js';
import { codeSpan } from './markdown.js';

/** Markdown, "`filters = 4*mid = 256`": the arguments whose text does not say their value. */
export function computedArguments({ layer }: Instance, written: ReadonlyMap<string, string>): string {
  return [...written]
    .flatMap(([name, text]) => {
      const value = formatSetting(layer.operation, name);
      if (value === undefined || value === text || isLiteral(text)) return [];
      if (text === name) return [codeSpan(`${name} = ${value}`)];
      return [codeSpan(`${name} = ${text.replace(/[`|\s]+/g, ' ')} = ${value}`)];
    })
    .join(', ');
}

/** Markdown, a line on the parameters that the call leaves out; '' where it gives all. */
export function defaultArguments({ layer, defaults = {} }: Instance, written: ReadonlyMap<string, string>): string {
  const { operation } = layer;
  const omitted = (findBuiltin(operation.kind)?.parameters ?? []).filter(({ name }) => !written.has(name));
  const setting = (name: string) => codeSpan(`${name}=${formatSetting(operation, name) ?? '…'}`);
  const byFile = omitted.filter(({ name }) => Object.hasOwn(defaults, name));
  const lines = [...new Set(byFile.map(({ name }) => defaults[name].start.line + 1))];
  const byDefault = omitted
    .filter(({ name, type }) => !Object.hasOwn(defaults, name) && type !== 'branch')
    .map(({ name, defaultText: text }) => {
      // `same` and `window` name a rule: its result is shown too.
      return text === undefined || isLiteral(text)
        ? setting(name)
        : `${codeSpan(`${name}=${text}`)} (${codeSpan(formatSetting(operation, name) ?? '…')})`;
    });
  return [
    byDefault.length > 0 ? `By default ${byDefault.join(', ')}.` : '',
    byFile.length > 0
      ? `By \`defaults\` in line ${lines.join(', ')}: ${byFile.map(({ name }) => setting(name)).join(', ')}.`
      : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function isLiteral(text: string): boolean {
  return /^(?:[\d.]+(?:[x×X][\d.]+)*|\d*\.?\d+(?:e-?\d+)?|true|false|nearest|bilinear)$/.test(text);
}

/** A parameter's value in the language's syntax; undefined where the operation has no such field. */
function formatSetting(operation: Operation, parameter: string): string | undefined {
  const window: Window | undefined = 'window' in operation ? operation.window : undefined;
  switch (parameter) {
    case 'kernel':
    case 'window':
      return window && size(window.kernel);
    case 'stride':
    case 'dilation':
      if (window) return side(window[parameter]);
      break;
    case 'pad':
      return window && formatPadding(window.padding);
    case 'ceil':
      return window && `${window.ceil}`;
    case 'count_pad':
      return operation.kind === 'avgpool' ? `${operation.countPad}` : undefined;
    case 'output_pad':
      return operation.kind === 'upconv' ? side(operation.outputPadding) : undefined;
    case 'by':
      return operation.kind === 'pad' || operation.kind === 'crop' ? formatPadding(operation.by) : undefined;
  }
  const value = (operation as Readonly<Record<string, unknown>>)[parameter];
  if (Array.isArray(value)) return side(value as unknown as Pair);
  return value === undefined ? undefined : `${value}`;
}

function size([vertical, horizontal]: Pair): string {
  return `${vertical}x${horizontal}`;
}

function side([vertical, horizontal]: Pair): string {
  return vertical === horizontal ? `${vertical}` : `${vertical}x${horizontal}`;
}

/** In the language's syntax: `1`, `1x2` or `(0, 0, 1, 1)`. */
export function formatPadding({ top, left, bottom, right }: Padding): string {
  if (top !== bottom || left !== right) return `(${top}, ${left}, ${bottom}, ${right})`;
  return side([top, left]);
}
