// Register GEMM: result[r, c] = bias[c] + sum over k of first(r, k) * second(k, c), both factors of any strides.
// Overwrites the result, [rows, columns].
//
// Each thread keeps a tile of rows x vec4 columns in registers and stores it in loops: unrolled stores were most of
// what a software adapter compiled. Variants of sharing, by the adapter's subgroups: none, or quad, where four lanes
// with the same columns load one value of the second factor each and broadcast it.

import type { Instruction } from '../../../../ir/index.js';
import type { AdapterProfile } from '../../adapter-profile.js';
import type { Emitter } from '../../shaders/emitter.js';
import { emitEpilogue, ownInputs } from '../../shaders/epilogue.js';
import { input, type KernelSource, output } from '../../shaders/kernel.js';
import { declareElements, fitsVec4 } from '../../shaders/vec4-access.js';
import { chosen, declared, unrolled, wgsl } from '../../shaders/wgsl.js';

export interface RegisterGemm {
  readonly label: string;
  /** Of the result. */
  readonly rows: number;
  readonly columns: number;
  /** Length of each sum. */
  readonly depth: number;
  /** How far apart in memory the first matrix's values lie, from row to row and from k to k. */
  readonly first: { readonly row: number; readonly k: number };
  readonly second: { readonly k: number; readonly column: number };
}

export interface RegisterGemmTile {
  readonly rows: number;
  /** In vectors of 4. */
  readonly vectors: number;
  readonly sharing: 'none' | 'quad';
}

/** Rows of a tile, where there are as many. */
const mostRows = 4;
/**
 * Vectors of columns; where the result's rows do not divide into vectors, each value is a store of its own, and text.
 */
const mostVectors = 4;
/** Threads of a workgroup with quad operations: few, so that small layers keep several cores busy. */
const quadWorkgroup = 16;
/** Nanoseconds on SwiftShader; see direct-conv/tile.ts. */
const cost = { value: 1.3, handed: 0.15, multiply: 0.25, turn: 3 } as const;

/** The kernel of [first, second, bias?] -> [result]. */
export function registerGemm(problem: RegisterGemm, instruction: Instruction, adapter: AdapterProfile): KernelSource {
  return registerGemmKernel(problem, chooseRegisterGemmTile(problem, adapter), instruction);
}

/** The tile of the least expected time. */
export function chooseRegisterGemmTile({ rows, columns }: RegisterGemm, adapter: AdapterProfile): RegisterGemmTile {
  const tileRows = Math.min(mostRows, Math.ceil(rows / 4));
  // Fewer rows than lanes would leave lanes without work.
  const quad = adapter.subgroupSize >= 4 && rows >= 4;
  const height = quad ? tileRows : Math.min(mostRows, rows);
  let best = 1;
  let least = Number.POSITIVE_INFINITY;
  for (let vectors = 1; vectors <= (fitsVec4(columns) ? mostVectors : 1); vectors++) {
    const loads = cost.value * (height + vectors) + 4 * cost.handed * vectors;
    const turn = cost.turn + loads + cost.multiply * height * vectors;
    const time = Math.ceil(columns / (4 * vectors)) * turn;
    if (time < least) [least, best] = [time, vectors];
  }
  return { rows: height, vectors: best, sharing: quad ? 'quad' : 'none' };
}

/** The kernel with a given tile; every tile computes the same. */
export function registerGemmKernel(
  problem: RegisterGemm,
  tile: RegisterGemmTile,
  instruction: Instruction,
): KernelSource {
  const { label, rows, columns, depth, first, second } = problem;
  const { vectors } = tile;
  const quad = tile.sharing === 'quad';
  const isVec4 = fitsVec4(columns);
  const hasBias = ownInputs(instruction) > 2;
  // Four neighbours in one load, where they lie so and a thread loads them for itself.
  const secondInFours = !quad && isVec4 && second.column === 1 && fitsVec4(second.k);
  const width = 4 * vectors;
  const columnTiles = Math.ceil(columns / width);
  const rowTiles = Math.ceil(rows / tile.rows);
  const rowQuads = Math.ceil(rowTiles / 4);
  const result = { name: 'result', ...declareElements(isVec4, rows * columns) };
  const epilogue = emitEpilogue(instruction, result);

  const eachSum = (code: (row: number, vector: number) => string) =>
    unrolled(tile.rows, (row) => unrolled(vectors, (vector) => code(row, vector)));
  const four = (value: (k: number) => string) => `vec4f(${[0, 1, 2, 3].map(value).join(', ')})`;
  // Loaded once for all rows: every load in the text is compiled.
  const initialSum = ({ load }: Emitter, vector: number) => {
    const bias = isVec4
      ? load('bias', wgsl`(column >> 2) + ${vector}`)
      : four((k) => load('bias', wgsl`column + ${4 * vector + k}`));
    return `  let first_${vector} = ${hasBias ? bias : 'vec4f()'};`;
  };
  const loadSecond = ({ load }: Emitter, vector: number) => {
    const at = wgsl`secondAt + ${4 * vector * second.column}`;
    if (secondInFours) return `    let b${vector} = ${load('second', `(${at}) >> 2`)};`;
    if (!quad) return `    let b${vector} = ${four((k) => load('second', wgsl`${at} + ${k * second.column}`))};`;
    return `    let own${vector} = ${load('second', at)};
    let b${vector} = ${four((k) => wgsl`quadBroadcast(own${vector}, ${k}u)`)};`;
  };
  const storeTile = ({ store, loop }: Emitter) => {
    // What lies side by side is stored in one go, four columns or one.
    const [across, wide] = isVec4 ? [vectors, 4] : [width, 1];
    const value = (index: number) => (isVec4 ? `value${index}` : wgsl`value${index >> 2}[${index & 3}]`);
    const there = [
      wgsl`(row + storedRow < ${rows})`,
      ...(columns % width === 0 ? [] : [wgsl`(storedColumn < ${columns})`]),
      ...(quad ? [wgsl`(tile < ${columnTiles})`] : []),
    ].join(' & ');
    const index = isVec4 ? 'at >> 2' : 'at';
    return wgsl`  ${loop('storedRow', '0', wgsl`${tile.rows}`)} {
${unrolled(
  vectors,
  (vector) => `    let value${vector} = ${chosen('storedRow', tile.rows, (row) => `sum${row}_${vector}`)};`,
)}
    ${loop('stored', '0', wgsl`${across}`)} {
      let storedColumn = column + stored * ${wide};
      if (${there}) {
        let at = (row + storedRow) * ${columns} + storedColumn;
        ${store('result', index, epilogue.apply(chosen('stored', across, value), `u32(${index})`))}
      }
    }
  }`;
  };
  const whichTile = quad
    ? wgsl`
  let quad = i32((workgroup * ${quadWorkgroup}u + lane) >> 2u);
  let own = i32(quad_lane & 3u);
  let tile = quad / ${rowQuads};
  let row = ((quad - tile * ${rowQuads}) * 4 + own) * ${tile.rows};`
    : wgsl`
  let rowTile = i32(i) / ${columnTiles};
  let tile = i32(i) - rowTile * ${columnTiles};
  let row = rowTile * ${tile.rows};`;
  // Rows and columns beyond the last are computed from whatever is loaded for them, and never stored.
  const body = (emit: Emitter) => wgsl`${whichTile}
  let column = tile * ${width};
${unrolled(tile.rows, (row) => wgsl`  var firstAt${row} = (row + ${row}) * ${first.row};`)}
  var secondAt = (column${quad ? ' + own' : ''}) * ${second.column};
${unrolled(vectors, (vector) => initialSum(emit, vector))}
${eachSum((row, vector) => `  var sum${row}_${vector} = first_${vector};`)}
  ${emit.loop('k', '0', wgsl`${depth}`)} {
${unrolled(tile.rows, (row) => `    let a${row} = ${emit.load('first', `firstAt${row}`)};`)}
${unrolled(vectors, (vector) => loadSecond(emit, vector))}
${eachSum((row, vector) => `    sum${row}_${vector} += a${row} * b${vector};`)}
${unrolled(tile.rows, (row) => wgsl`    firstAt${row} += ${first.k};`)}
    secondAt += ${second.k};
  }
${storeTile(emit)}`;
  return {
    label,
    buffers: [
      { name: 'first', type: 'f32', size: rows * depth, binding: input(0) },
      { name: 'second', ...declareElements(secondInFours, depth * columns), binding: input(1) },
      ...(hasBias ? [{ name: 'bias', ...declareElements(isVec4, columns), binding: input(2) }] : []),
      { ...result, binding: output(0) },
      ...epilogue.buffers,
    ],
    threads: columnTiles * (quad ? 4 * rowQuads : rowTiles),
    ...(quad ? { quads: { workgroupSize: quadWorkgroup } } : {}),
    settings: epilogue.settings,
    declarations: (emit) => declared(...epilogue.declare(emit)),
    body,
  };
}
