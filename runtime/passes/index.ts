// The public interface of the room: a program made smaller and faster without changing its results.
export { type CompileOptions, compile, compileInterruptibly } from './compile.js';
