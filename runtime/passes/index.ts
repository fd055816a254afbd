// The public interface of the room: a program made smaller and faster without changing its results.
export { type CompileOptions, compile, compileFused, type FusedProgram, fuseInterruptibly } from './compile.js';
