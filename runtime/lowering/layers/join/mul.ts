// The product of branches, two factors at a time; branches of 1x1xC are spread over the places of the others.
// By a branch the gradient is dy times all other branches, summed over the places where the branch was spread.
import type { Extents, Product } from '../../../ir/extents.js';
import {
  type IntermediateForm,
  inputName,
  type LayerWork,
  type Site,
  type Step,
  type TensorName,
} from '../layer-work.js';

interface Factor {
  readonly name: TensorName;
  readonly spread: boolean;
}

function placesOf(extents: Extents): number {
  return extents[1] * extents[2];
}

/** The branches, those that are spread last: the product of the others is as large as the output. */
function factorsOf({ inputs, output }: Site<'mul'>): Factor[] {
  const factors = inputs.map((input, index) => ({
    name: inputName(index),
    spread: placesOf(input) < placesOf(output),
  }));
  return [...factors.filter(({ spread }) => !spread), ...factors.filter(({ spread }) => spread)];
}

function productOf({ output }: Site<'mul'>, spread: boolean): Product {
  return { batch: output[0], places: placesOf(output), channels: output[3], spread };
}

/** A product of several factors. */
interface Chain {
  readonly first: TensorName;
  /** At least one. */
  readonly factors: readonly Factor[];
  readonly to: TensorName;
  /** The name of an intermediate product. */
  readonly between: (index: number) => TensorName;
}

function multiplied(site: Site<'mul'>, { first, factors, to, between }: Chain): Step[] {
  let product = first;
  return factors.map(({ name, spread }, index): Step => {
    const reads = [product, name];
    product = index === factors.length - 1 ? to : between(index);
    return { computation: { kind: 'mul', ...productOf(site, spread) }, reads, writes: [product] };
  });
}

export const mul: LayerWork<'mul'> = {
  intermediates({ inputs, output }) {
    const between = Math.max(0, inputs.length - 2);
    return [
      ...Array.from(
        { length: between },
        (_, index): IntermediateForm => ({ name: `product.${index}`, role: 'activation', shape: output }),
      ),
      ...Array.from(
        { length: between * inputs.length },
        (_, index): IntermediateForm => ({ name: `dproduct.${index}`, role: 'activation-gradient', shape: output }),
      ),
    ];
  },

  forward(site) {
    const [first, ...others] = factorsOf(site);
    return multiplied(site, { first: first.name, factors: others, to: 'y', between: (index) => `product.${index}` });
  },

  gradients(site) {
    const factors = factorsOf(site);
    return factors.flatMap((factor, which): Step[] => {
      const others = factors.filter((other) => other !== factor);
      const gradient = `d${factor.name}` as TensorName;
      const between = (index: number): TensorName => `dproduct.${which * (factors.length - 2) + index}`;
      if (!factor.spread) return multiplied(site, { first: 'dy', factors: others, to: gradient, between });
      // The last product of a spread branch is summed as it is made: with a branch that is not spread, the first.
      const [last, ...before] = others;
      const product = { first: 'dy', factors: before, to: between(before.length - 1), between } as const;
      const steps = before.length === 0 ? [] : multiplied(site, product);
      const sum = { kind: 'mul-spread-gradient', ...productOf(site, true) } as const;
      return [...steps, { computation: sum, reads: [last.name, steps.at(-1)?.writes[0] ?? 'dy'], writes: [gradient] }];
    });
  },
};
