// Types of parameters that only training jobs have: paths, epochs, memory, clipping, augmentation.
import { maximalCount, numbers, pieceOrTensor, type Type } from './type.js';
import { describe, type Value } from './value.js';

export const path: Type<string> = {
  symbols: [],
  fallback: '',
  read(value) {
    const wanted = 'takes a path relative to this file, with forward slashes, such as "data/mnist"';
    if (value.kind !== 'text') return { wrong: `${wanted}, and this is ${describe(value)}.` };
    const text = value.text.replace(/\/+$/, '');
    if (text === '') return { wrong: `${wanted}, and this is empty.` };
    const strange = /^\/|^[A-Za-z]:|[\\\p{Cc}]/u.exec(text)?.[0];
    return strange === undefined ? { value: text } : { wrong: `${wanted}, and this holds ${JSON.stringify(strange)}.` };
  },
};

/** A chain of steps, which jobs/job-images.ts reads and checks one by one. */
export const augmentation: Type<Value> = {
  ...pieceOrTensor('a chain such as flip -> crop(32x32, pad=4) -> normalise'),
  category: 'augmentation',
};

/** One number or several in parentheses, each after the one before it. */
export const epochs: Type<readonly number[]> = {
  symbols: [],
  fallback: [1],
  read(value) {
    const wanted = 'takes an epoch or several in parentheses, ascending, such as (30, 60)';
    const at = value.kind === 'tuple' ? numbers(value.items) : value.kind === 'number' ? [value.value] : undefined;
    if (!at) return { wrong: `${wanted}, and this is ${describe(value)}.` };
    const wrong = at.findIndex((epoch, index) => !(epoch > (at[index - 1] ?? 0) && epoch <= maximalCount));
    if (wrong === -1) return { value: at };
    const before = at[wrong - 1];
    const why = before === undefined ? `the first is ${at[0]}` : `${at[wrong]} comes after ${before}`;
    return { wrong: `${wanted}, and ${why}.` };
  },
};

/** Paths in a network, in quotation marks. */
export const paths: Type<readonly string[]> = {
  symbols: ['none'],
  fallback: [],
  read(value) {
    if (value.kind === 'symbol') return { value: [] };
    const items = value.kind === 'tuple' ? value.items : [value];
    const texts = items.map((item) => (item.kind === 'text' ? item.text : ''));
    if (!texts.includes('')) return { value: texts };
    const wrong = items[texts.indexOf('')];
    const given = wrong.kind === 'text' ? 'an empty one' : describe(wrong);
    return { wrong: `takes paths in quotation marks, such as "conv.2" or ("Stage", "Stage.2"), and this is ${given}.` };
  },
};

/** Bytes. No training fits in less. */
const leastMemory = 2 ** 20;

export const memory: Type<number | undefined> = {
  symbols: ['none'],
  fallback: undefined,
  read(value) {
    if (value.kind === 'symbol') return { value: undefined };
    const bytes = value.kind === 'number' ? Math.floor(value.value) : 0;
    if (bytes >= leastMemory && Number.isSafeInteger(bytes)) return { value: bytes };
    return {
      wrong: `takes a number with a unit, such as 2GiB or 512MiB, from 1MiB on, and this is ${describe(value)}.`,
    };
  },
};

/** A number limits the norm of all gradients, `by_value` each of their values. */
export const clipping: Type<Value | undefined> = {
  symbols: ['none'],
  category: 'clipping',
  fallback: undefined,
  read(value) {
    if (value.kind === 'symbol') return { value: undefined };
    const limits = value.kind === 'number' && value.value > 0 && value.value <= 1e6;
    if (limits || (value.kind === 'setting' && value.builtin.category === 'clipping')) return { value };
    return {
      wrong: `takes a number above 0, up to a million, or by_value(0.5), and this is ${describe(value)}.`,
    };
  },
};
