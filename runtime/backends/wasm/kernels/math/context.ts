// What functions on vectors need of the code they are part of.
import type { StageContext } from '../kernel.js';

export type MathContext = Pick<StageContext, 'f' | 'arithmetic'>;
