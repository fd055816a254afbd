// When diagnostics are published, on a fake clock.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PublishDiagnosticsParams } from 'vscode-languageserver';
import type { Interruptible } from '../../../model/interruptible.js';
import { Background } from '../../../server/workspace/background.js';
import { Publisher } from '../../../server/workspace/publisher.js';

let sent: PublishDiagnosticsParams[];
let version: number;
let publisher: Publisher;
/** Slices that the collection of diagnostics still takes. */
let slicesLeft: number;
let foundLate: PublishDiagnosticsParams['diagnostics'];

const patience = 5;
const late = { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }, message: 'found late' };

function* work(params: PublishDiagnosticsParams): Interruptible<PublishDiagnosticsParams> {
  for (; slicesLeft > 0; slicesLeft--) yield 20_000;
  return params;
}

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  version = 0;
  foundLate = [];
  slicesLeft = 0;
  const collect = (uri: string) => {
    const params = { uri, version, diagnostics: [] };
    const task = new Background().start(work({ ...params, diagnostics: foundLate }));
    return { task, patience, collectMeanwhile: () => params };
  };
  const send = async (params: PublishDiagnosticsParams) => void sent.push(params);
  publisher = new Publisher(collect, send, (error) => {
    throw error;
  });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Reports an edit. */
function edit(): void {
  version++;
  publisher.schedule('a');
}

it('publishes at once for a file just opened', async () => {
  edit();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toEqual([{ uri: 'a', version: 1, diagnostics: [] }]);
});

it('waits for a pause in the typing, then publishes the newest version once', async () => {
  edit();
  await vi.advanceTimersByTimeAsync(0);
  for (let key = 0; key < 20; key++) {
    edit();
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(100);
  expect(sent.map((params) => params.version)).toEqual([1, 21]);
});

it('sends nothing more for a closed file but the empty list', async () => {
  edit();
  publisher.close('a');
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toEqual([{ uri: 'a', diagnostics: [] }]);
});

it('publishes what takes long after the rest, and only where there is more', async () => {
  foundLate = [late];
  slicesLeft = patience + 3;
  edit();
  await vi.advanceTimersByTimeAsync(10);
  expect(sent.map(({ diagnostics }) => diagnostics)).toEqual([[], [late]]);
  foundLate = [];
  slicesLeft = patience + 3;
  edit();
  await vi.advanceTimersByTimeAsync(200);
  expect(sent.map((params) => [params.version, params.diagnostics])).toEqual([
    [1, []],
    [1, [late]],
    [2, []],
  ]);
});

it('publishes all at once where it does not take long', async () => {
  foundLate = [late];
  slicesLeft = patience - 2;
  edit();
  await vi.advanceTimersByTimeAsync(10);
  expect(sent.map(({ diagnostics }) => diagnostics)).toEqual([[late]]);
});

it.each(['edit', 'close'] as const)('abandons what takes long after an %s', async (what) => {
  foundLate = [late];
  slicesLeft = 1_000_000;
  edit();
  await vi.advanceTimersByTimeAsync(0);
  if (what === 'edit') edit();
  else publisher.close('a');
  const { length } = sent;
  const left = slicesLeft;
  await vi.advanceTimersByTimeAsync(50);
  expect(slicesLeft).toBe(left);
  expect(sent).toHaveLength(length);
});
