// The paths that hovers, tables and `freeze` know layer instances by.
import { expect, it } from 'vitest';
import { soundNetwork } from '../ground-truth.js';

const pathsOf = (text: string) => soundNetwork(text).instances.map(({ layer }) => layer.path);

it('numbers instances of a block after the first', () => {
  expect(pathsOf('block B { conv(2) -> relu } network N { input(8x8x1) -> B -> B -> relu }')).toEqual([
    'input',
    'B/conv',
    'B/relu',
    'B.2/conv',
    'B.2/relu',
    'relu',
  ]);
});

it('names a piece once that is handed from block to block', () => {
  const paths = pathsOf(`
    block Inner(act) { conv(2) -> act }
    block Outer(act) { Inner(act) -> Inner(act=act) }
    network N { input(8x8x1) -> Outer(relu) -> Outer(bn -> swish) }`);
  expect(paths).toEqual([
    'input',
    'Outer/Inner/conv',
    'Outer/Inner/act/relu',
    'Outer/Inner.2/conv',
    'Outer/Inner.2/act/relu',
    'Outer.2/Inner/conv',
    'Outer.2/Inner/act/bn',
    'Outer.2/Inner/act/swish',
    'Outer.2/Inner.2/conv',
    'Outer.2/Inner.2/act/bn',
    'Outer.2/Inner.2/act/swish',
  ]);
});

it('ends where names of pieces go round in a circle', () => {
  expect(() => pathsOf('network N { a = b  b = a  input(8x8x1) -> a }')).toThrow();
});
