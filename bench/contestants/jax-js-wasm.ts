// jax-js on its WebAssembly backend.
import { contestantOn } from './jax-js.js';

export const contestant = contestantOn('wasm');
