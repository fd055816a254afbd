// Pieces that use themselves are found by name; reports in long networks take linear time.
import { describe, expect, it } from 'vitest';
import { parseCnn } from '../../../language/index.js';

const show = (text: string) =>
  parseCnn(text, 'file')
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, range }) => `${code} ${range.start.line}:${range.start.character}`);

describe('a piece that uses itself', () => {
  it.each([
    ['network N { input(8x8x3) -> a  a = a -> a -> maxpool(3) }', ['recursion 0:35']],
    ['network N { input(8x8x3) -> a  a = relu -> b  b = [a]*2 }', ['recursion 0:43', 'recursion 0:51']],
    ['network N { input(8x8x3) -> a  a = add(a, relu) }', ['recursion 0:39']],
    ['block U(p = p -> relu) { conv(4) -> p } network N { input(8x8x3) -> U }', ['recursion 0:12']],
    ['block W(p) { p } network N { input(8x8x3) -> a  a = W(a) -> relu }', ['recursion 0:54']],
    ['block U { a = a -> relu  conv(3) }', ['recursion 0:14']],
  ])('%s', (text, expected) => expect(show(text)).toEqual(expected));

  it('is none that only has the name of a layer, or uses others', () => {
    expect(show('network N { a = relu  b = a -> a  c = [b]*2 -> a  input(8x8x3) -> c -> b -> fc(2) }')).toEqual([]);
    expect(show('network N { x = input(8x8x3) -> relu  y = add(x, x) -> relu  y -> fc(2) }')).toEqual([]);
  });

  it('is found among thousands of names', () => {
    const names = Array.from({ length: 5000 }, (_, index) => `a${index + 1} = a${index} -> relu*0`).join('\n');
    expect(show(`network N { a0 = relu\n${names}\ninput(8x8x3) -> a9 -> fc(2) }`)).not.toContain('recursion');
  });
});

describe('a report in a network of thousands of layers', () => {
  it('takes the same time as in a small one', () => {
    const text = `network N { input(8x8x3) -> [relu]*9000 -> [maxpool(9) -> relu]*4000 -> fc(2) }`;
    expect(show(text)).toEqual(['window-too-large 0:52']);
    const calls = `${'-> maxpool(9)\n'.repeat(9000)}`;
    expect(show(`network N { input(8x8x3)\n${calls}-> fc(2) }`).length).toBeGreaterThan(0);
  });
});
