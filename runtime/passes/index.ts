// The room's door: a program made smaller and faster without changing what it computes.
export { compile } from './compile.js';
