// The room's door: a program made smaller and faster without changing what it computes.
export { type CompileOptions, compile, compileInterruptibly } from './compile.js';
