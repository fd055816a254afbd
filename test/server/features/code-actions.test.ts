// Quick fixes: what is offered for a diagnostic, and that applying it removes the diagnostic.
import { expect, it } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver';
import { applyEdits } from '../../../language/text/edits.js';
import { codeActions } from '../../../server/features/code-actions.js';
import { compile } from '../../../server/features/compile.js';
import { diagnostics } from '../../../server/features/diagnostics.js';
import type { Snapshot } from '../../../server/workspace/snapshot.js';
import { memoryOf } from '../../support/gpu-planning.js';
import { ask, type SnapshotOptions, takeSnapshot } from '../support/snapshots.js';

/** The file's diagnostic of a code, and the fixes offered on it. */
function fixesOf(text: string, code: string, options?: SnapshotOptions) {
  const snapshot = takeSnapshot(text, options);
  const diagnostic = published(snapshot).find((each) => each.code === code)!;
  const { uri } = snapshot.file.document;
  const actions = ask(codeActions, snapshot, {
    textDocument: { uri },
    range: diagnostic.range,
    context: { diagnostics: [diagnostic] },
  });
  const apply = (index = 0) => applyEdits(text, actions[index].edit!.changes![uri]);
  return { snapshot, diagnostic, actions, apply };
}

function published(snapshot: Snapshot) {
  return ask(diagnostics, snapshot, undefined).diagnostics;
}

it('mend what they are offered for', () => {
  const text = 'network A { input(8x8x1) -> cov(4) -> fc(10) }';
  const { actions, apply } = fixesOf(text, 'unknown-name');
  expect(actions[0]).toMatchObject({ kind: 'quickfix', isPreferred: true, diagnostics: [{ code: 'unknown-name' }] });
  expect(published(takeSnapshot(apply()))).toEqual([]);
});

it('are not offered where they would not mend', () => {
  // Padding of 3 would be over half of the window: only the rounding is offered.
  const text = 'network A { input(32x32x3) -> conv(4) -> maxpool(5, stride=5) -> fc(10) }';
  const { diagnostic, actions } = fixesOf(text, 'pixels-unseen');
  expect(diagnostic.severity).toBe(DiagnosticSeverity.Warning);
  const ofThis = actions.filter((action) => action.diagnostics?.[0].code === 'pixels-unseen');
  expect(ofThis.map(({ title }) => title)).toEqual(['Write ceil=true', 'Allow pixels-unseen in this file']);
});

it('are not offered for advice that is switched off', () => {
  const text = 'network A { input(28x28x1) -> conv(16) -> bn -> relu -> fc(10) }';
  const { diagnostic } = fixesOf(text, 'bias-before-bn');
  const snapshot = takeSnapshot(text, { settings: { disabledAdvice: new Set(['bias-before-bn']) } });
  const textDocument = { uri: snapshot.file.document.uri };
  const context = { diagnostics: [diagnostic] };
  expect(ask(codeActions, snapshot, { textDocument, range: diagnostic.range, context })).toEqual([]);
});

it('lower a batch that takes too much memory to the largest that fits', () => {
  const network = `network Wide { input(28x28x1) -> [conv(256) -> relu]*4 -> fc(10) }
train Wide { batch = 4000 }
`;
  const { snapshot, diagnostic, actions, apply } = fixesOf(network, 'over-memory-budget');
  expect(diagnostic).toMatchObject({
    severity: DiagnosticSeverity.Warning,
    range: { start: { line: 1, character: 21 }, end: { line: 1, character: 25 } },
  });
  const batch = Number(/batch=(\d+)/.exec(actions[0].title)![1]);
  const { uri } = snapshot.file.document;
  const compiled = ask(compile, snapshot, { uri, position: { line: 0, character: 0 } });
  if (compiled.kind !== 'ready') throw new Error(JSON.stringify(compiled));
  const { graph, job } = compiled;
  const budget = 4 * 2 ** 30;
  expect(memoryOf(graph, { ...job, batch }).training).toBeLessThanOrEqual(budget);
  expect(memoryOf(graph, { ...job, batch: batch + 1 }).training).toBeGreaterThan(budget);
  expect(diagnostic.message).toContain(`batch=${batch} fits`);
  expect(apply()).toBe(network.replace('4000', `${batch}`));
  expect(published(takeSnapshot(apply())).map(({ code }) => code)).not.toContain('over-memory-budget');
});

it('allow advice and warnings in the file, and no error', () => {
  const text = 'network A { input(28x28x1) -> conv(16) -> bn -> relu -> fc(10) }\n';
  const { actions, apply } = fixesOf(text, 'bias-before-bn');
  const index = actions.findIndex(({ title }) => title === 'Allow bias-before-bn in this file');
  expect(apply(index)).toBe(`// cnn: allow bias-before-bn\n${text}`);
  expect(published(takeSnapshot(apply(index)))).toEqual([]);
  const documented = fixesOf(`// A network\n${text}`, 'bias-before-bn');
  expect(documented.apply(index)).toBe(`// cnn: allow bias-before-bn\n\n// A network\n${text}`);
  const others = fixesOf(`// cnn: allow first-fc-heavy\n${text}`, 'bias-before-bn');
  expect(others.apply(index)).toBe(`// cnn: allow first-fc-heavy, bias-before-bn\n${text}`);
  const error = fixesOf('network A { input(8x8x1) -> cov(4) -> fc(10) }', 'unknown-name');
  expect(error.actions.map(({ title }) => title).filter((title) => title.startsWith('Allow'))).toEqual([]);
});
