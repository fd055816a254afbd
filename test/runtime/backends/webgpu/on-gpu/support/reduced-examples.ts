// The networks of examples/ with a smaller input, so that the reference, which takes a second for half a billion
// products, comes to an end: the smallest square side from 32 (or its own, where that is smaller) on with which the
// file has no error. Layers, widths and depth are the example's, U-Net's widths apart.
import { readdirSync, readFileSync } from 'node:fs';
import { parseCnn } from '../../../../../../language/index.js';
import type { Graph } from '../../../../../../model/index.js';
import type { Executor } from '../../../../../../runtime/backends/backend.js';
import { initialise } from '../../../../../../runtime/backends/initialise.js';
import { lengthOf, mulberry32, type Program } from '../../../../../../runtime/ir/index.js';
import { drawn } from '../../../reference/arrays.js';

const folder = new URL('../../../../../../examples/', import.meta.url);

/** U-Net with a sixteenth of its filters: at its least side it is 8 billion products wide else. */
const thinned = (text: string) =>
  text.replace(/(Double|Up)\((\d+)/g, (_, block, filters) => `${block}(${Number(filters) / 16}`);

const files = readdirSync(folder)
  .filter((file) => file.endsWith('.cnn'))
  .map((file) => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    return file === 'unet.cnn' ? thinned(text) : text;
  });

export const examples = files.flatMap((text) =>
  parseCnn(text, 'examples').networks.map(({ name }) => ({ name, text })),
);

/** A network of a file's text with the least input it can do with. */
export function reduced(text: string, name: string): Graph {
  const own = Math.max(...Array.from(text.matchAll(/input\((\d+)x/gi), ([, side]) => Number(side)));
  for (let side = Math.min(32, own); side <= own; side++) {
    const { networks } = parseCnn(text.replace(/(input)\(\d+x\d+x/gi, `$1(${side}x${side}x`), name);
    const network = networks.find((each) => each.name === name);
    if (network?.sound) return network.graph;
  }
  throw new Error(`${name} does with no input up to its own`);
}

/** The example of this name, reduced. */
export function reducedExample(name: string): Graph {
  const found = examples.find((example) => example.name === name);
  if (!found) throw new Error(`no example is called ${name}`);
  return reduced(found.text, name);
}

/** Weights by He; normalisations scale down and shift a little, as trained ones do: their branches then stay small. */
export function start(executor: Executor): void {
  const { program } = executor;
  initialise(executor, 1);
  program.parameters.forEach(({ tensor, initial }, seed) => {
    if (initial.kind !== 'constant') return;
    const values = Float32Array.from(
      drawn(lengthOf(program, tensor), seed + 2),
      (value) => initial.value * 0.3 + value / 10,
    );
    executor.write(tensor, values);
  });
}

export function drawnBatch(program: Program, classes: number) {
  const images = Float32Array.from(drawn(lengthOf(program, program.images), 1));
  const random = mulberry32(2);
  return { images, labels: Uint32Array.from({ length: program.batch }, () => Math.floor(classes * random())) };
}
