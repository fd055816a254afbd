// The one wrapper around every feature: no request dies, whatever is thrown.

import { TextDocument } from 'langium';
import { describe, expect, it } from 'vitest';
import { type CancellationToken, CancellationTokenSource, type Connection, LSPErrorCodes } from 'vscode-languageserver';
import { parseTree, resolveNames } from '../../../language/index.js';
import { type AnyFeature, type LongFeature, patience, registerFeature } from '../../../server/features/feature.js';
import { Background } from '../../../server/workspace/background.js';
import { OpenFile } from '../../../server/workspace/open-file.js';
import type { Snapshot } from '../../../server/workspace/snapshot.js';
import { takeSnapshot } from '../support/snapshots.js';

type Handler = (params: unknown, token: CancellationToken) => Promise<unknown>;

/** Registers a feature with a connection of one handler and a log. Background work runs a slice with every `turn`. */
function register(feature: AnyFeature, snapshot: Snapshot) {
  const log: string[] = [];
  const turns: (() => void)[] = [];
  const background = new Background((run) => turns.push(run));
  let finishedLate = 0;
  let handler: Handler | undefined;
  const connection = {
    onRequest: (_: string, handle: Handler) => {
      handler = handle;
    },
    console: { error: (text: string) => log.push(text) },
  };
  const host = { background, takeSnapshot: () => snapshot, openFiles: () => [], finishedLate: () => finishedLate++ };
  registerFeature(connection as unknown as Connection, feature, host);
  const cancelling = new CancellationTokenSource();
  return {
    log,
    background,
    cancel: () => cancelling.cancel(),
    request: () => handler!({ textDocument: { uri: 'file:///a.cnn' } }, cancelling.token),
    /** Runs all slices that are due; returns how often work was finished after its request was answered. */
    async finish() {
      for (let turn = turns.shift(); turn; turn = turns.shift()) {
        turn();
        await new Promise(setImmediate);
      }
      return finishedLate;
    },
  };
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

describe('a feature whose work is long', () => {
  /** Takes so many slices, and counts those that were run. */
  function longFeature(slices: number, options: Partial<LongFeature<unknown, unknown>> = {}) {
    const work = { done: 0 };
    const feature: LongFeature<unknown, unknown> = {
      method: 'test/long',
      capability: {},
      *compute() {
        for (; work.done < slices; work.done++) yield 20_000;
        return 'all of it';
      },
      ...options,
    };
    return { feature, work };
  }
  const { uri } = snapshot.file.document;

  it('answers when it is done', async () => {
    const { request, finish } = register(longFeature(patience + 5).feature, snapshot);
    const answer = request();
    expect(await finish()).toBe(0);
    expect(await answer).toBe('all of it');
  });

  it('answers with what there is meanwhile, goes on, and says when it is done', async () => {
    const { feature, work } = longFeature(patience + 5, { answerMeanwhile: () => 'so far' });
    const { request, finish } = register(feature, snapshot);
    const answer = request();
    expect(await finish()).toBe(1);
    expect(await answer).toBe('so far');
    expect(work.done).toBe(patience + 5);
  });

  it('answers with all of it where that does not take long', async () => {
    const { feature } = longFeature(patience - 1, { answerMeanwhile: () => 'so far' });
    const { request, finish } = register(feature, snapshot);
    const answer = request();
    expect(await finish()).toBe(0);
    expect(await answer).toBe('all of it');
  });

  it('stops where its request is cancelled', async () => {
    const { feature, work } = longFeature(100);
    const { request, cancel, finish } = register(feature, snapshot);
    const answer = request();
    cancel();
    await finish();
    expect(await answer).toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(work.done).toBe(0);
  });

  it('stops where the document is edited', async () => {
    const { feature, work } = longFeature(100);
    const { request, background, finish } = register(feature, snapshot);
    const answer = request();
    background.cancel('file:///another.cnn');
    background.cancel(uri);
    await finish();
    expect(await answer).toMatchObject({ code: LSPErrorCodes.ContentModified });
    expect(work.done).toBe(0);
  });

  it('goes on after an edit where its answer is of use all the same', async () => {
    const { request, background, finish } = register(longFeature(5, { outlivesEdits: true }).feature, snapshot);
    const answer = request();
    background.cancel(uri);
    await finish();
    expect(await answer).toBe('all of it');
  });

  it('that fails late has its stack logged', async () => {
    function* compute() {
      for (let slice = 0; slice < patience + 1; slice++) yield 20_000;
      throw new Error('of the test');
    }
    const { request, finish, log } = register(longFeature(0, { compute, answerMeanwhile: () => 1 }).feature, snapshot);
    const answer = request();
    expect(await finish()).toBe(0);
    expect(await answer).toBe(1);
    expect(log).toEqual([expect.stringContaining('test/long failed: Error: of the test')]);
  });
});
