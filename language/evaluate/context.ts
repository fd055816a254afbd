// Where an expression stands: what its names mean, and which words stand for themselves there.
import type { Category } from '../builtins/builtins.js';
import type { Scope, Tensor } from './value.js';

/** What names mean at one place. */
export interface EvaluationContext {
  readonly scope: Scope;
  /** What the nearest enclosing layer or block call is given: `channels` is its depth. */
  readonly given: Tensor | undefined;
  /** Words that stand for themselves here, e.g. `same`; they come before every other name. */
  readonly symbols?: readonly string[];
  /** Where a built-in of one category is wanted, e.g. a data set: names nobody knows are answered with its names. */
  readonly category?: Category;
}
