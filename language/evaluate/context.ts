// The context in which an expression is evaluated.
import type { Category } from '../builtins/builtins.js';
import type { Scope, Tensor } from './value.js';

/** What names mean, and which words are symbols. */
export interface EvaluationContext {
  readonly scope: Scope;
  /** The input of the nearest enclosing layer or block call: `channels` is its depth. */
  readonly given: Tensor | undefined;
  /** Words that are values themselves, e.g. `same`; they take precedence over every other name. */
  readonly symbols?: readonly string[];
  /** Set where a built-in of one category is expected, e.g. a data set: its names are suggested for unknown ones. */
  readonly category?: Category;
  /** Set in the argument of `round`, `floor` and `ceil`, where a division need not come out even. */
  readonly isRounded?: boolean;
}
