// When diagnostics are published, on a fake clock.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PublishDiagnosticsParams } from 'vscode-languageserver';
import { Publisher } from '../../../server/workspace/publisher.js';

let sent: PublishDiagnosticsParams[];
let version: number;
let publisher: Publisher;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  version = 0;
  const collect = async (uri: string) => ({ uri, version, diagnostics: [] });
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
