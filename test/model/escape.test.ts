// Text of untrusted files neither controls a terminal nor becomes markup, whatever it contains.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown, escapeTerminal, formatJson } from '../../model/index.js';

describe('escapeTerminal', () => {
  it.each([
    ['\x1b]0;owned\x07\x1b[31m0.png', '\\x1b]0;owned\\x07\\x1b[31m0.png'],
    ['two\r\nlines\tand a tab', 'two\\x0d\\x0alines\\x09and a tab'],
    ['an 8-bit CSI \x9b31m', 'an 8-bit CSI \\x9b31m'],
    ['bidi \u202eevil\u2066 \u200f', 'bidi \\u202eevil\\u2066 \\u200f'],
    ['zero\u200bwidth\ufeff, tags \u{e0041}', 'zero\\u200bwidth\\ufeff, tags \\u{e0041}'],
    ['line\u2028separator', 'line\\u2028separator'],
    ['half a pair \ud800.', 'half a pair \\ud800.'],
    ['Größe 数 👩‍🔬 می‌خواهم', 'Größe 数 👩‍🔬 می‌خواهم'],
  ])('%j', (text, shown) => {
    expect(escapeTerminal(text)).toBe(shown);
  });
});

describe('formatJson', () => {
  it('parses to the same value, and holds nothing that a terminal obeys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
        const shown = formatJson({ value, text }, 2);
        expect(JSON.parse(shown)).toEqual(JSON.parse(JSON.stringify({ value, text })));
        expect(escapeTerminal(shown.replaceAll('\n', ''))).toBe(shown.replaceAll('\n', ''));
      }),
    );
  });
});

describe('escapeMarkdown', () => {
  it.each([
    ['my_net', 'my\\_net'],
    ['[a](b) <i> `c` *d* ~e~ |f| &amp;', '\\[a\\](b) \\<i\\> \\`c\\` \\*d\\* \\~e\\~ \\|f\\| \\&amp;'],
    ['![x](command:evil)', '!\\[x\\](command:evil)'],
    ['<img src="x">', '\\<img src="x"\\>'],
    ['# heading', '\\# heading'],
    ['1. item', '1\\. item'],
    ['12) item', '12\\) item'],
    ['2.6 MiB', '2.6 MiB'],
    ['a\n\n- b', 'a - b'],
    ['Stage.2/conv', 'Stage.2/conv'],
    ['    code', ' code'],
    ['https://a.example and www.b.example', 'https\\://a.example and www\\.b.example'],
    ['WWW.B.EXAMPLE, a@b.example', 'WWW\\.B.EXAMPLE, a\\@b.example'],
    ['$(zap) \u202ebidi', '\\$(zap) \\\\u202ebidi'],
  ])('%j', (text, markdown) => {
    expect(escapeMarkdown(text)).toBe(markdown);
  });
});
