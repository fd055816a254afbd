// Finds an environment on this machine, or throws the reason why there is none. A second Node, for `wasm-node-24`, is
// named by the variable RECEPTIVE_NODE_24, or is `node24` on the path.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { lavapipeVariables } from '../../test/provision/lavapipe.mjs';
import { probeAdapter, swiftShaderVariables } from '../../test/provision/swiftshader.mjs';
import type { EnvironmentKey } from '../contestants/index.js';
import { chromiumEnvironment } from './chromium.js';
import type { Environment } from './environment.js';
import { nodeEnvironment } from './node.js';

const finders: { readonly [K in EnvironmentKey]: () => Promise<Environment> } = {
  chromium: chromiumEnvironment,
  'node-swiftshader': () => onDriver('node-swiftshader', swiftShaderVariables),
  'node-lavapipe': () => onDriver('node-lavapipe', lavapipeVariables),
  'node-gpu': async () => {
    const { adapter, answer } = await probeAdapter({});
    if (adapter === '') throw new Error(`Dawn finds no GPU: ${answer}`);
    if (/swiftshader|llvmpipe|basic render/i.test(adapter)) throw new Error(`the only adapter is ${adapter}`);
    return nodeEnvironment('node-gpu', `Node and Dawn, ${adapter}`, {});
  },
  node: async () => nodeEnvironment('node', 'Node, plain JavaScript', {}),
  'wasm-node': async () => nodeEnvironment('wasm-node', `WebAssembly in Node ${process.versions.node}`, {}),
  'wasm-node-24': async () => {
    const executable = process.env.RECEPTIVE_NODE_24 ?? 'node24';
    const { stdout } = await promisify(execFile)(executable, ['--version']);
    return nodeEnvironment('wasm-node-24', `WebAssembly in Node ${stdout.trim().slice(1)}`, {}, executable);
  },
  'wasm-chromium': async () => {
    const environment = await chromiumEnvironment();
    const title = environment.title.replace(/, SwiftShader$/, '');
    return { ...environment, key: 'wasm-chromium', title: `WebAssembly in ${title}` };
  },
};

/** Rejects with the reason when the machine has no such environment. */
export function findEnvironment(key: EnvironmentKey): Promise<Environment> {
  return finders[key]();
}

async function onDriver(key: EnvironmentKey, find: () => Promise<Record<string, string>>): Promise<Environment> {
  const variables = await find();
  const { adapter, answer } = await probeAdapter(variables);
  if (adapter === '') throw new Error(`Dawn gives no adapter with ${JSON.stringify(variables)}: ${answer}`);
  return nodeEnvironment(key, `Node and Dawn, ${adapter}`, variables);
}
