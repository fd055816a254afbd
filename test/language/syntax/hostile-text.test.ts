// Texts that once overflowed the stack or took seconds: each gives a few errors at the right place.
import { describe, expect, it } from 'vitest';
import { parseCnn, parseTree, resolveNames } from '../../../language/index.js';

const errors = (text: string) =>
  parseCnn(text, 'file')
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);

describe('another format', () => {
  it.each([
    ['CSV', 'a,b,c\n'.repeat(1248)],
    ['Python', 'nn.ReLU(),\n'.repeat(2597)],
    ['Python', 'import torch\nfrom torch import nn\n\nclass Net(nn.Module):\n    def __init__(self):\n        pass\n'],
    ['JSON', '{"name": "x", "layers": [1, 2]}'],
    ['XML', '<?xml version="1.0"?>\n<net><layer/></net>'],
    ['prototxt', 'name: "LeNet"\nlayer {\n  name: "data"\n  type: "Input"\n}\n'],
  ])('%s is one error that names it', (name, text) => {
    const found = errors(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(name);
  });
});

describe('bounds', () => {
  it.each([
    ['a comment between operators', `input(8x8x3) -> fc(1${' + /**/ 1'.repeat(4104)})`],
    ['a line comment between operators', `input(8x8x3) -> fc(1${' + // \n 1'.repeat(4104)})`],
    ['strings between operators', `input(8x8x3) -> fc("a"${' * "a"'.repeat(4104)})`],
  ])('count through %s', (_, text) => {
    expect(errors(text)).toEqual(['an expression may have up to 200 operators: name its parts.']);
  });

  it('take 150,000 comment lines', () => {
    expect(errors(`${'// c\n'.repeat(150_000)}network A { input(8x8x3) -> fc(10) }`)).toEqual([]);
  });

  it('stop the parser after many errors', () => {
    // One more says that there are more.
    expect(errors('network '.repeat(80_000)).length).toBeLessThanOrEqual(201);
    expect(errors(`network A { ${'assert < '.repeat(35_000)} }`).length).toBeLessThan(5);
  });
});

describe('spaces and comments', () => {
  it('may stand between a name and its `=`', () => {
    expect(errors('network A { n /* filters */ = 4  input(8x8x3) -> conv(n) -> fc(10) }')).toEqual([]);
    expect(errors('network A { n // filters\n = 4  input(8x8x3) -> conv(n, pad\u00a0=\u00a00) -> fc(10) }')).toEqual(
      [],
    );
  });

  it('end lines by a carriage return alone', () => {
    const text = '// a\rnetwork A {\r  input(8x8x3)\r  -> maxpool(33)\r}\r';
    const [diagnostic] = parseCnn(text, 'file').diagnostics;
    expect(diagnostic.range.start).toEqual({ line: 3, character: 13 });
  });
});

describe('documentation', () => {
  const documentation = (text: string) =>
    resolveNames(parseTree(text), 'file', () => undefined).blocks[0].documentation;

  it('is every line of the comment above', () => {
    expect(documentation('// One.\n// Two.\nblock U(n) { conv(n) }')).toBe('One. Two.');
    expect(documentation('/* One.\n * Two. */\nblock U(n) { conv(n) }')).toBe('One. Two.');
  });

  it('is no comment of the line before, and none above a blank line', () => {
    expect(documentation('network A { input(8x8x3) } // a\n// One.\nblock U(n) { conv(n) }')).toBe('One.');
    expect(documentation('// The file.\n\n// One.\nblock U(n) { conv(n) }')).toBe('One.');
  });
});
