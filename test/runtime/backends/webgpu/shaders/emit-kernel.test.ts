// The emitter's options on one small kernel: what each changes in the WGSL, and what it leaves.
import { describe, expect, test } from 'vitest';
import {
  inlineConstants,
  readConstantKind,
  splitAtConstants,
} from '../../../../../runtime/backends/webgpu/shaders/constants.js';
import { type EmitOptions, emitKernel } from '../../../../../runtime/backends/webgpu/shaders/emit-kernel.js';
import { input, type KernelSource, output } from '../../../../../runtime/backends/webgpu/shaders/kernel.js';
import { shareShaders } from '../../../../../runtime/backends/webgpu/shaders/shared-shaders.js';
import { f32, wgsl } from '../../../../../runtime/backends/webgpu/shaders/wgsl.js';

/** y[i] = factor * the sum of a row of x. */
const rowSums = (rows: number, columns: number, factor = 0.5): KernelSource => ({
  label: 'row sums',
  buffers: [
    { name: 'x', type: 'f32', size: rows * columns, binding: input(0) },
    { name: 'y', type: 'f32', size: rows, binding: output(0) },
  ],
  threads: rows,
  body: ({ load, store, loop }) => `
  var sum = 0.0f;
  ${loop('c', '0u', wgsl`${columns}u`)} { sum += ${load('x', wgsl`i * ${columns}u + c`)}; }
  ${store('y', 'i', `${f32(factor)} * sum`)}`,
});
const emit = (options?: EmitOptions) => emitKernel(rowSums(1000, 9), options).code;

describe('emitKernel', () => {
  test('writes literals and plain accesses by default', () => {
    const code = emit();
    expect(code).toContain('for (var c = 0u; c < 9u; c++) { sum += x[i * 9u + c]; }');
    expect(code).toContain('y[i] = 0.5f * sum;');
    expect(code).toContain('var<storage, read> x: array<f32, 9000>;');
    expect(code).not.toMatch(/f16|dispatch_slice/);
    // The marks of constants are control characters; none is left in the code.
    expect(Array.from(code).filter((character) => character < ' ' && character !== '\n')).toEqual([]);
  });

  test('widens loads and rounds stores of f16 buffers, and no others', () => {
    const code = emit({ isF16: ({ kind }) => kind === 'input' });
    expect(code.startsWith('enable f16;\n')).toBe(true);
    expect(code).toContain('var<storage, read> x: array<f16, 9000>;');
    expect(code).toContain('sum += f32(x[i * 9u + c]);');
    expect(code).toContain('y[i] = 0.5f * sum;');
    expect(emit({ isF16: ({ kind }) => kind === 'output' })).toContain('y[i] = f16(0.5f * sum);');
  });

  test('refuses f16 where a buffer is updated in place', () => {
    const update = { ...rowSums(4, 4), body: ({ store }) => store('y', 'i', '1.0f', '-=') } satisfies KernelSource;
    expect(() => emitKernel(update, { isF16: () => true })).toThrow('cannot be stored as f16');
  });

  test('adds a hidden zero to constant loop bounds only', () => {
    expect(emit({ opaqueLoopBounds: true })).toContain('for (var c = 0u; c < 9u + nothing; c++)');
    const open = { ...rowSums(4, 4), body: ({ loop }) => `${loop('c', '0u', 'end')} {}` } satisfies KernelSource;
    expect(emitKernel(open, { opaqueLoopBounds: true }).code).not.toContain('nothing');
  });

  test('cuts workgroups into slices that share one shader', () => {
    const { code, dispatches, workgroups, bindings } = emitKernel(rowSums(1000, 9), { slices: 3 });
    expect(workgroups).toEqual([16, 1, 1]);
    expect(dispatches).toEqual([
      [6, 1, 1],
      [6, 1, 1],
      [4, 1, 1],
    ]);
    expect(code).toContain('workgroup_in_slice.x + dispatch_slice * 6u');
    expect(bindings.at(-1)).toEqual({ kind: 'slice' });
  });

  test('options combine with shared shaders', () => {
    const options = { isF16: () => true, opaqueLoopBounds: true, keepConstants: true, slices: 2 };
    const kernels = [rowSums(1000, 9), rowSums(2000, 7), rowSums(2000, 7, 0.25)].map((one) => emitKernel(one, options));
    const shared = shareShaders(kernels, 3);
    expect(new Set(shared.kernels.map(({ kernel }) => kernel.code)).size).toBe(1);
    expect(shared.kernels[0].kernel.code).toContain('bitcast<f32>(numbers[');
    expect(shared.slots).toHaveLength(3);
    expect(shareShaders(kernels, 2).kernels.map(({ kernel }) => kernel)).toEqual(kernels);
  });
});

describe('wgsl', () => {
  test('marks interpolated numbers as constants of the type that their suffix says', () => {
    const { texts, constants } = splitAtConstants(wgsl`let a = ${3} + i32(${4}u) * ${-5}; b[${f32(0.1)}]`);
    expect(constants.map(({ kind, literal }) => `${kind} ${literal}`)).toEqual([
      'i32 3',
      'u32 4u',
      'i32 5',
      'f32 0.10000000149011612f',
    ]);
    expect(texts).toEqual(['let a = ', ' + i32(', ') * -', '; b[', ']']);
  });

  test('leaves numbers that end a name, or that a fraction follows', () => {
    const name = 'sum';
    expect(splitAtConstants(wgsl`x${1}_${2} ${name}${3} ${4}.0f`).constants).toEqual([]);
    expect(inlineConstants(wgsl`x${1} = ${2}u;`)).toBe('x1 = 2u;');
  });

  test('knows an expression that is a single constant', () => {
    expect(readConstantKind(wgsl`${9}u`)).toBe('u32');
    expect(readConstantKind(wgsl`${9}`)).toBe('i32');
    expect(readConstantKind(wgsl`${9} * 2`)).toBeUndefined();
    expect(readConstantKind('end')).toBeUndefined();
  });

  test('refuses a fraction that is not written by f32', () => {
    expect(() => wgsl`x * ${0.5}`).toThrow(RangeError);
  });
});
