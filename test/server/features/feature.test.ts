// The one wrapper around every feature: no request dies, whatever is thrown.

import { TextDocument } from 'langium';
import { describe, expect, it } from 'vitest';
import type { Connection } from 'vscode-languageserver';
import { parseTree, resolveNames } from '../../../language/index.js';
import { type AnyFeature, registerFeature } from '../../../server/features/feature.js';
import { OpenFile } from '../../../server/workspace/open-file.js';
import type { Snapshot } from '../../../server/workspace/snapshot.js';
import { takeSnapshot } from '../support/snapshots.js';

type Handler = (params: unknown) => Promise<unknown>;

/** Registers a feature with a connection of one handler and a log. */
function register(feature: AnyFeature, snapshot: Snapshot) {
  const log: string[] = [];
  let handler: Handler | undefined;
  const connection = {
    onRequest: (_: string, handle: Handler) => {
      handler = handle;
    },
    console: { error: (text: string) => log.push(text) },
  };
  registerFeature(connection as unknown as Connection, feature, () => snapshot);
  return { log, request: () => handler!({ textDocument: { uri: 'file:///a.cnn' } }) };
}

const snapshot = takeSnapshot('network A { input(8x8x3) -> fc(2) }');

describe('a feature', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('of the test');
      },
    ],
    ['rejects', () => Promise.reject(new Error('of the test'))],
  ])('that %s answers null, and its stack is logged', async (_, handle) => {
    const { log, request } = register({ method: 'test/fails', capability: {}, handle }, snapshot);
    expect(await request()).toBeNull();
    expect(log).toEqual([expect.stringMatching(/^test\/fails failed: Error: of the test\n.*feature\.test\.ts/s)]);
  });

  it('answers from the last good analysis where the newest one failed', async () => {
    const document = TextDocument.create(
      'file:///a.cnn',
      'cnn',
      1,
      'import "b.cnn"\nnetwork A { input(8x8x3) -> fc(2) }',
    );
    const stacks: string[] = [];
    const file = new OpenFile(document, (stack) => stacks.push(stack));
    file.analyse(() => ({ id: 'b', parsed: parseTree('') }));
    TextDocument.update(document, [{ text: `${document.getText()}\n` }], 2);
    const failed = file.analyse(() => {
      throw new Error('no importer');
    });
    expect(stacks).toHaveLength(1);
    const handle = ({ analysis }: Snapshot) => analysis.networks.map(({ name }) => name);
    const newest: Snapshot = { ...snapshot, ...failed, symbols: resolveNames(parseTree(''), 'a', () => undefined) };
    const feature = { method: 'test/names', capability: {}, handle };
    expect(await register(feature, newest).request()).toEqual([]);
    expect(await register({ ...feature, servesLastGood: true }, newest).request()).toEqual(['A']);
  });
});
