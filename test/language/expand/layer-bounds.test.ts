// The bound on the layers of a file's networks together.
import { describe, expect, it } from 'vitest';
import { parseCnn } from '../../../language/index.js';

describe('a file with more layers than the bound', () => {
  it('is reported once, and a job that trains a network behind the bound is not an error', () => {
    const many = Array.from({ length: 8 }, (_, index) => `network N${index} { input(8x8x1) -> [relu]*19000 }`);
    const { diagnostics } = parseCnn(`${many.join('\n')}\ntrain N7 { data = digits }`, 'file');
    expect(diagnostics.map(({ code }) => code)).toEqual(['too-many-layers']);
  });
});
