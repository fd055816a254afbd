// Tiled GEMM: result[row, column] = sum over k of left[row, k] * right[k, column], one block of rows x columns a
// workgroup. For GPUs; on software adapters barriers and workgroup memory cost more than they save.
//
// A workgroup loads panels of both operands, 16 steps of k at a time, into workgroup memory: [k, row] and [k, column]
// in vec4s, filled by 4x4 patches, one a thread, neighbouring threads along the operand's contiguous axis. Blocks are
// 64x64, 64x32, 32x64 or 32x32 (variants/block-tile.ts).

import type { Emitter } from '../../shaders/emitter.js';
import type { KernelSource, StorageBuffer } from '../../shaders/kernel.js';
import { chosen, unrolled, wgsl } from '../../shaders/wgsl.js';
import { type BlockTile, blockThreads, panelDepth } from '../../variants/block-tile.js';

/** One factor. An index may lie past the end of its axis: what is loaded there along `result` is never used. */
export interface GemmOperand {
  /** The axis along which it lies side by side in memory. */
  readonly along: 'sum' | 'result';
  /** Four neighbours along it can be loaded at once: its extents and places are multiples of 4. */
  readonly isVec4: boolean;
  /**
   * WGSL that declares, under names that begin with `name`, what `value` wants to know of a place (i32) on each axis.
   */
  result(name: string, index: string): string;
  sum(name: string, index: string): string;
  /** The value (f32) at two places so declared; with `isVec4` the vec4f of it and its neighbours. */
  value(emit: Emitter, result: string, sum: string): string;
}

export interface TiledGemm {
  readonly label: string;
  readonly tile: BlockTile;
  /** So many products of the same sizes: `group` (i32) is declared. */
  readonly groups: number;
  /** Extents of one. */
  readonly rows: number;
  readonly columns: number;
  readonly sum: number;
  /**
   * The sum is cut into pieces, each but the last `piece` long, a multiple of `panelDepth`: `piece` (i32) is
   * declared.
   */
  readonly pieces: number;
  readonly piece: number;
  readonly left: GemmOperand;
  readonly right: GemmOperand;
  readonly buffers: readonly StorageBuffer[];
  readonly settings?: boolean;
  readonly declarations?: (emit: Emitter) => string;
  /** Stores four columns (f32 where `columns` is no multiple of 4, then one by one) of a row: WGSL. */
  store(emit: Emitter, row: string, column: string, value: string): string;
}

export function tiledGemm(product: TiledGemm): KernelSource {
  const { label, tile, groups, rows, columns, sum, pieces, piece, left, right } = product;
  const down = Math.ceil(rows / tile.rows);
  const across = Math.ceil(columns / tile.columns);
  const blocks = down * across * groups * pieces;
  const quads = { rows: tile.threadRows / 4, columns: tile.threadColumns / 4 };
  const threadsAcross = tile.columns / tile.threadColumns;
  const threadsDown = tile.rows / tile.threadRows;
  const panels = { left: describePanel('left', left, tile.rows), right: describePanel('right', right, tile.columns) };
  // The last panel of a sum may be partly empty: there both operands count as 0.
  const partial = sum % panelDepth !== 0;

  const eachSum = (code: (row: number, vector: number) => string) =>
    unrolled(tile.threadRows, (row) => unrolled(quads.columns, (vector) => code(row, vector)));
  // In a loop, as everywhere: stores written out are most of what a software adapter would have to compile.
  const storeBlock = (emit: Emitter) => {
    const lines = unrolled(quads.columns, (vector) => {
      const column = wgsl`firstColumn + ${4 * threadsAcross * vector}`;
      const value = chosen('stored', tile.threadRows, (row) => `sum${row}_${vector}`);
      if (columns % 4 === 0)
        return wgsl`      if (${column} < ${columns}) { ${product.store(emit, 'row', column, value)} }`;
      const each = unrolled(4, (k) => {
        const stored = product.store(emit, 'row', wgsl`${column} + ${k}`, wgsl`value${vector}[${k}]`);
        return wgsl`      if (${column} + ${k} < ${columns}) { ${stored} }`;
      });
      return `      let value${vector} = ${value};\n${each}`;
    });
    return wgsl`  ${emit.loop('stored', '0', wgsl`${tile.threadRows}`)} {
    let row = firstRow + (stored >> 2) * ${4 * threadsDown} + (stored & 3);
    if (row < ${rows}) {
${lines}
    }
  }`;
  };

  const body = (emit: Emitter) => wgsl`
  let block = i32(workgroup);
  if (block >= ${blocks}) { return; }
  let at = i32(lane);
  let rowBlock = block / ${across} % ${down} * ${tile.rows};
  let columnBlock = block % ${across} * ${tile.columns};
  let group = block / ${across * down} % ${groups};
  let piece = block / ${across * down * groups};
  let threadRow = at / ${threadsAcross};
  let threadColumn = at % ${threadsAcross};
  let leftPatch = at;
  let rightPatch = at - ${blockThreads - tile.columns};
${panels.left.places('rowBlock')}
${panels.right.places('columnBlock')}
${eachSum((row, vector) => `  var sum${row}_${vector} = vec4f();`)}
  let end = min((piece + 1) * ${piece}, ${sum});
  ${emit.loop('first', wgsl`piece * ${piece}`, 'end', wgsl`first += ${panelDepth}`)} {
${panels.left.fill(emit, partial)}
${panels.right.fill(emit, partial)}
    workgroupBarrier();
    ${emit.loop('k', '0', wgsl`${panelDepth}`)} {
${unrolled(
  quads.rows,
  (quad) => wgsl`      let a${quad} = leftPanel[k * ${panels.left.pitch} + threadRow + ${quad * threadsDown}];`,
)}
${unrolled(
  quads.columns,
  (quad) => wgsl`      let b${quad} = rightPanel[k * ${panels.right.pitch} + threadColumn + ${quad * threadsAcross}];`,
)}
${eachSum(
  (row, vector) =>
    wgsl`      sum${row}_${vector} = fma(vec4f(a${row >> 2}[${row & 3}]), b${vector}, sum${row}_${vector});`,
)}
    }
    workgroupBarrier();
  }
  let firstRow = rowBlock + 4 * threadRow;
  let firstColumn = columnBlock + 4 * threadColumn;
${storeBlock(emit)}`;

  return {
    label,
    buffers: product.buffers,
    threads: blocks * blockThreads,
    workgroup: { size: blockThreads },
    ...(product.settings ? { settings: true } : {}),
    declarations: (emit) => `${product.declarations?.(emit) ?? ''}
${panels.left.declaration}
${panels.right.declaration}`,
    body,
  };
}

/**
 * How the workgroup fills one operand's panel: a patch of four sums x four results a thread, of the threads that are
 * needed.
 */
function describePanel(name: 'left' | 'right', operand: GemmOperand, extent: number) {
  const { along, isVec4 } = operand;
  const patch = `${name}Patch`;
  const [sumQuads, resultQuads] = [panelDepth / 4, extent / 4];
  // Neighbouring threads take what lies side by side in memory.
  const [sumQuad, resultQuad] =
    along === 'sum'
      ? [wgsl`${patch} % ${sumQuads}`, wgsl`${patch} / ${sumQuads}`]
      : [wgsl`${patch} / ${resultQuads}`, wgsl`${patch} % ${resultQuads}`];
  // With two vectors to spare, threads that store below each other do not meet in a bank of the memory.
  const pitch = resultQuads + (along === 'sum' ? 2 : 0);
  const places = isVec4 && along === 'result' ? 1 : 4;
  const results = [0, 1, 2, 3].slice(0, places);
  const place = (sum: string | number) =>
    wgsl`${name}Panel[(${name}Sum + ${sum} * ${sumQuads}) * ${pitch} + ${name}Result]`;
  /** Declares what is loaded at one sum, or four, for each of the patch's results: `<name>V<result>`. */
  const loads = (emit: Emitter, at: string, partial: boolean) => {
    const loaded = (result: number) => {
      const value = operand.value(emit, `${name}R${result}`, `${name}S`);
      return partial ? `select(${isVec4 ? 'vec4f()' : '0.0f'}, ${value}, ${name}In)` : value;
    };
    return `${operand.sum(`${name}S`, `(${at})`)}
${partial ? `      let ${name}In = ${at} < end;` : ''}
${results.map((result) => `      let ${name}V${result} = ${loaded(result)};`).join('\n')}`;
  };
  const fill = (emit: Emitter, partial: boolean) => {
    const at = `first + 4 * ${name}Sum`;
    if (isVec4 && along === 'sum') {
      const turned = (sum: number) => `vec4f(${results.map((result) => wgsl`${name}V${result}[${sum}]`).join(', ')})`;
      return `${loads(emit, at, partial)}
${unrolled(4, (sum) => `      ${place(sum)} = ${turned(sum)};`)}`;
    }
    const vector = isVec4 ? `${name}V0` : `vec4f(${results.map((result) => `${name}V${result}`).join(', ')})`;
    return `      ${emit.loop('s', '0', wgsl`${4}`)} {
${loads(emit, `${at} + s`, partial)}
      ${place('s')} = ${vector};
      }`;
  };
  return {
    pitch,
    declaration: `var<workgroup> ${name}Panel: array<vec4f, ${panelDepth * pitch}>;`,
    places: (block: string) => `  let ${name}Sum = ${sumQuad};
  let ${name}Result = ${resultQuad};
${unrolled(places, (result) => operand.result(`${name}R${result}`, wgsl`(${block} + 4 * ${name}Result + ${result})`))}`,
    fill: (
      emit: Emitter,
      partial: boolean,
    ) => `    ${extent === blockThreads ? '' : wgsl`if (u32(${patch}) < ${extent}u) `}{
${fill(emit, partial)}
    }`,
  };
}
