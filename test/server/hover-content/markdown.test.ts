// Text from a file stays text in the Markdown of hovers, whatever it contains.
import { describe, expect, it } from 'vitest';
import { codeBlock, firstLine } from '../../../server/hover-content/markdown.js';

describe('markdown', () => {
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
