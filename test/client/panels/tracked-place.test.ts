// A tracked place moves with its text, as a marker in the text does.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Change, moveWithEdit, type Position } from '../../../client/panels/tracked-place.js';

const offsetOf = (text: string, { line, character }: Position) =>
  text
    .split('\n')
    .slice(0, line)
    .reduce((sum, each) => sum + each.length + 1, 0) + character;
const positionOf = (text: string, offset: number): Position => {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)!.length };
};

it('moves as the text around it moves', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 30 });
  const run = ([text, inserted, a, b, c]: [string, string, number, number, number]) => {
    const [place, one, other] = [a, b, c].map((offset) => offset % (text.length + 1)) as [number, number, number];
    const [start, end] = [Math.min(one, other), Math.max(one, other)];
    const range = { start: positionOf(text, start), end: positionOf(text, end) };
    const after = text.slice(0, start) + inserted + text.slice(end);
    const change: Change = { range, text: inserted };
    const expected = place < start ? place : place < end ? start : place + inserted.length - (end - start);
    expect(offsetOf(after, moveWithEdit(positionOf(text, place), change))).toBe(expected);
  };
  fc.assert(fc.property(fc.tuple(texts, texts, fc.nat(), fc.nat(), fc.nat()), run), { numRuns: 500 });
});

it('counts the line ends of Windows once', () => {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  expect(moveWithEdit({ line: 2, character: 3 }, { range, text: 'a\r\nb\r\n' })).toEqual({ line: 4, character: 3 });
});
