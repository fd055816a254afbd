// Finds a place on this machine, or says why it has none.

import { lavapipeVariables } from '../../test/provision/lavapipe.mjs';
import { probeAdapter, swiftShaderVariables } from '../../test/provision/swiftshader.mjs';
import type { PlaceKey } from '../contestants/index.js';
import { chromiumPlace } from './chromium.js';
import { nodePlace } from './node.js';
import type { Place } from './place.js';

const finders: { readonly [K in PlaceKey]: () => Promise<Place> } = {
  chromium: chromiumPlace,
  'node-swiftshader': () => onDriver('node-swiftshader', swiftShaderVariables),
  'node-lavapipe': () => onDriver('node-lavapipe', lavapipeVariables),
  'node-gpu': async () => {
    const { adapter, answer } = await probeAdapter({});
    if (adapter === '') throw new Error(`Dawn finds no GPU: ${answer}`);
    if (/swiftshader|llvmpipe|basic render/i.test(adapter)) throw new Error(`the only adapter is ${adapter}`);
    return nodePlace('node-gpu', `Node and Dawn, ${adapter}`, {});
  },
  node: async () => nodePlace('node', 'Node, plain JavaScript', {}),
};

/** Rejects with the reason where the machine has no such place. */
export function findPlace(key: PlaceKey): Promise<Place> {
  return finders[key]();
}

async function onDriver(key: PlaceKey, find: () => Promise<Record<string, string>>): Promise<Place> {
  const variables = await find();
  const { adapter, answer } = await probeAdapter(variables);
  if (adapter === '') throw new Error(`Dawn gives no adapter with ${JSON.stringify(variables)}: ${answer}`);
  return nodePlace(key, `Node and Dawn, ${adapter}`, variables);
}
