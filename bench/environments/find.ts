// Finds an environment on this machine, or throws the reason why there is none.
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
