// Node's modules for a suite that also runs where there is no Node.
declare const require: ((name: string) => unknown) | undefined;

/** Undefined in the browser's worker host, whose `require` knows no module of Node. */
export function nodeModule<Module>(name: `node:${string}`): Module | undefined {
  try {
    // Through a variable, so that esbuild leaves it to the extension host.
    const load = require;
    return load?.(name) as Module | undefined;
  } catch {
    return undefined;
  }
}
