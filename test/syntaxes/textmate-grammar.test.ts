// Highlighting by the TextMate grammar. Its patterns are valid JavaScript regular expressions and are applied as an
// editor applies them: the earliest match wins, of equals the first.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Pattern {
  readonly name?: string;
  readonly include?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Record<string, { name: string }>;
  readonly patterns?: readonly Pattern[];
}

const grammar = JSON.parse(readFileSync('syntaxes/cnn.tmLanguage.json', 'utf8')) as {
  patterns: Pattern[];
  repository: Record<string, Pattern>;
};

function flat(pattern: Pattern): Pattern[] {
  if (pattern.include) {
    const included = grammar.repository[pattern.include.slice(1)];
    if (!included) throw new Error(`The grammar has no ${pattern.include}.`);
    return flat(included);
  }
  return pattern.patterns ? pattern.patterns.flatMap(flat) : [pattern];
}

const patterns = grammar.patterns.flatMap(flat);

/** Each coloured piece of one line, as `text: scope` without the scope's `.cnn`. */
function tokens(line: string): string[] {
  const found: string[] = [];
  const add = (text: string, name: string) => found.push(`${text}: ${name.replace(/\.cnn$/, '')}`);
  for (let offset = 0; offset < line.length; ) {
    let best: { pattern: Pattern; match: RegExpExecArray } | undefined;
    for (const pattern of patterns) {
      const whole = pattern.match ?? `${pattern.begin}.*?(?:${pattern.end})`;
      const regex = new RegExp(whole, 'dg');
      regex.lastIndex = offset;
      const match = regex.exec(line);
      if (match && (!best || match.index < best.match.index)) best = { pattern, match };
    }
    if (!best) break;
    const { pattern, match } = best;
    if (pattern.name) add(match[0], pattern.name);
    else
      for (const [group, { name }] of Object.entries(pattern.captures ?? {})) {
        if (match[Number(group)] !== undefined) add(match[Number(group)], name);
      }
    offset = match.index + Math.max(1, match[0].length);
  }
  return found.filter((token) => !/punctuation/.test(token));
}

describe('the grammar', () => {
  it('names a network', () => {
    expect(tokens('network LeNet5 {')).toEqual(['network: keyword.declaration', 'LeNet5: entity.name.type']);
  });

  it('distinguishes sizes, calls, arrows and numbers', () => {
    expect(tokens('input(28x28x1) -> conv(6, 5 x 5) -> relu')).toEqual([
      'input: support.function',
      '28x28x1: constant.numeric.size',
      '->: keyword.operator.flow',
      'conv: entity.name.function',
      '6: constant.numeric',
      '5 x 5: constant.numeric.size',
      '->: keyword.operator.flow',
      'relu: entity.name.function',
    ]);
  });

  it('highlights a keyword before = as a name', () => {
    expect(tokens('train=2')).toEqual([
      'train: variable.parameter',
      '=: keyword.operator.assignment',
      '2: constant.numeric',
    ]);
    expect(tokens('assert params <= 1.5M')).toEqual([
      'assert: keyword.control',
      'params: variable.other',
      '<=: keyword.operator.comparison',
      '1.5: constant.numeric',
      'M: keyword.other.unit',
    ]);
  });

  it('lets nothing into comments and strings', () => {
    expect(tokens('// conv(3)')).toEqual(['// conv(3): comment.line.double-slash']);
    expect(tokens('/* 3x3 */ import "a // b.cnn"')).toEqual([
      '/* 3x3 */: comment.block',
      'import: keyword.control',
      '"a // b.cnn": string.quoted.double',
    ]);
  });

  it('knows the built-ins file', () => {
    expect(tokens('builtin layer fc(units: count, bias: flag = true)')).toEqual([
      'builtin: keyword.declaration',
      'layer: storage.type',
      'fc: entity.name.function',
      'units: variable.other',
      'count: variable.other',
      'bias: variable.other',
      'flag: variable.parameter',
      '=: keyword.operator.assignment',
      'true: constant.language',
    ]);
  });
});
