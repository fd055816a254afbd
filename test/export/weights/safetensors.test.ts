// The safetensors format against its specification, and what is refused of files from outside.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSafetensors, TensorFileError, writeSafetensors } from '../../../export/weights/safetensors.js';

const tensor = (name: string, shape: readonly number[], values: readonly number[]) => ({
  name,
  shape,
  values: Float32Array.from(values),
});

/** A file with this header and so many bytes of values. */
function fileWith(header: unknown, values: Uint8Array | number = 0): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const data = typeof values === 'number' ? new Uint8Array(values) : values;
  const file = new Uint8Array(8 + json.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  file.set(data, 8 + json.length);
  return file;
}

test('the bytes are those of the specification', () => {
  const file = writeSafetensors({ tensors: [tensor('a', [2], [1, -2])], metadata: {} });
  const header = '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
  expect(Buffer.from(file).toString('latin1')).toBe(`8\0\0\0\0\0\0\0${header.padEnd(56)}\0\0\x80\x3f\0\0\0\xc0`);
});

test('what is written is read, whatever the names, shapes and metadata', () => {
  const shapes = fc.array(fc.nat(4), { maxLength: 4 });
  const names = fc.uniqueArray(
    fc.string({ minLength: 1, unit: 'binary' }).filter((name) => name !== '__metadata__'),
    {
      maxLength: 6,
    },
  );
  const files = fc.tuple(
    names,
    fc.array(shapes, { minLength: 6, maxLength: 6 }),
    fc.dictionary(fc.string(), fc.string()),
  );
  fc.assert(
    fc.property(files, fc.infiniteStream(fc.float()), ([chosen, sides, metadata], floats) => {
      const tensors = chosen.map((name, index) => {
        const length = sides[index].reduce((product, side) => product * side, 1);
        return tensor(name, sides[index], [...floats.take(length)]);
      });
      const read = readSafetensors(writeSafetensors({ tensors, metadata }));
      expect(Object.entries(read.metadata)).toEqual(Object.entries(metadata));
      expect(new Map(read.tensors.map((each) => [each.name, each]))).toEqual(
        new Map(tensors.map((each) => [each.name, each])),
      );
    }),
  );
});

test('floats of other widths are read as f32', () => {
  const header = {
    half: { dtype: 'F16', shape: [4], data_offsets: [0, 8] },
    brain: { dtype: 'BF16', shape: [1], data_offsets: [8, 10] },
    double: { dtype: 'F64', shape: [], data_offsets: [10, 18] },
  };
  const values = new Uint8Array(18);
  const view = new DataView(values.buffer);
  // 1.5, the smallest subnormal, -infinity, -2
  for (const [index, bits] of [0x3e00, 1, 0xfc00, 0xc000].entries()) view.setUint16(2 * index, bits, true);
  view.setUint16(8, 0xc2f7, true);
  view.setFloat64(10, 0.1, true);
  const read = readSafetensors(fileWith(header, values)).tensors.map(({ values }) => [...values]);
  expect(read).toEqual([[1.5, 2 ** -24, Number.NEGATIVE_INFINITY, -2], [-123.5], [Math.fround(0.1)]]);
});

const a = (entry: object) => ({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4], ...entry } });

test.each<[reason: RegExp, file: Uint8Array]>([
  [/cut short/, new Uint8Array(7)],
  [/cut short/, fileWith(a({})).subarray(0, 20)],
  [/cut short/, fileWith(a({}), 3)],
  [/bytes that belong to no tensor/, fileWith(a({}), 5)],
  [/not a safetensors file/, new Uint8Array(64).fill(255)],
  [/no header/, fileWith('[]')],
  [/no header/, fileWith('{"a":')],
  [/no header/, fileWith('null')],
  [/type I64 in a/, fileWith(a({ dtype: 'I64' }), 4)],
  [/type toString in a/, fileWith(a({ dtype: 'toString' }), 4)],
  [/no type, shape or place for a/, fileWith({ a: 3 }, 4)],
  [/no type, shape or place for a/, fileWith(a({ shape: [-1] }), 4)],
  [/no type, shape or place for a/, fileWith(a({ shape: [1.5] }), 4)],
  [/no type, shape or place for a/, fileWith(a({ shape: new Array(9).fill(1) }), 4)],
  [/no type, shape or place for a/, fileWith(a({ data_offsets: [0] }), 4)],
  [/not as large as its shape/, fileWith(a({ shape: [2] }), 4)],
  [/not as large as its shape/, fileWith(a({ shape: [2 ** 40, 2 ** 40] }), 4)],
  [/gap or an overlap before the values of a/, fileWith(a({ data_offsets: [4, 8] }), 8)],
  [/gap or an overlap before the values of b/, fileWith({ ...a({}), b: a({}).a }, 4)],
  [/metadata/, fileWith({ __metadata__: { x: 1 } })],
  [/metadata/, fileWith({ __metadata__: [] })],
  [/name of more than/, fileWith({ ['n'.repeat(5000)]: a({}).a }, 4)],
])('refused: %s', (reason, file) => {
  expect(() => readSafetensors(file)).toThrow(TensorFileError);
  expect(() => readSafetensors(file)).toThrow(reason);
});

test('a file of any bytes is read or refused with a sentence', () => {
  const whole = writeSafetensors({ tensors: [tensor('a', [2], [1, 2]), tensor('b', [1], [3])], metadata: { x: 'y' } });
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), (place, byte) => {
      const changed = whole.slice();
      changed[place] = byte;
      try {
        readSafetensors(changed);
      } catch (error) {
        expect(error).toBeInstanceOf(TensorFileError);
      }
    }),
  );
});
