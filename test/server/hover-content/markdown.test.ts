// Text from a file stays text in the Markdown of hovers, whatever it contains.
import { describe, expect, it } from 'vitest';
import { codeBlock, escapeMarkdown, firstLine } from '../../../server/hover-content/markdown.js';

describe('markdown', () => {
  it('escapes markup, and nothing else', () => {
    expect(escapeMarkdown('my_net')).toBe('my\\_net');
    expect(escapeMarkdown('[a](b) <i> `c` *d* ~e~ |f| &amp;')).toBe(
      '\\[a\\](b) \\<i\\> \\`c\\` \\*d\\* \\~e\\~ \\|f\\| \\&amp;',
    );
    expect(escapeMarkdown('# heading')).toBe('\\# heading');
    expect(escapeMarkdown('a\n\n- b')).toBe('a - b');
    expect(escapeMarkdown('Stage.2/conv')).toBe('Stage.2/conv');
  });

  it('fences with more backticks than the text contains', () => {
    expect(codeBlock('a ```` b', 'cnn')).toBe('`````cnn\na ```` b\n`````');
    expect(codeBlock('a')).toBe('```\na\n```');
  });

  it('shows the first line of a long call', () => {
    expect(firstLine('conv(6)')).toBe('conv(6)');
    expect(firstLine('conv(\n6)')).toBe('conv( …');
    expect(firstLine('x'.repeat(300), 10)).toBe('xxxxxxxxxx …');
  });
});
