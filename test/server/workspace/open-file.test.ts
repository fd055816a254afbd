// An open file after edits: hints and fixes equal those of the same text just opened, and snapshots do not change.
import { TextDocument } from 'langium';
import { expect, it } from 'vitest';
import { codeActions } from '../../../server/features/code-actions.js';
import { inlayHints } from '../../../server/features/inlay-hints/inlay-hints.js';
import { readClient } from '../../../server/workspace/client.js';
import { OpenFile } from '../../../server/workspace/open-file.js';
import { createPlanner } from '../../../server/workspace/planner.js';
import { defaultSettings } from '../../../server/workspace/settings.js';
import { ask } from '../support/snapshots.js';

const uri = 'file:///moving.cnn';
const nothing = () => undefined;
const planner = createPlanner();
const text = `block B(n) { conv(n) -> relu }
network A { input(28x28x1) -> B(4)*2 -> fc(10) }
network C { input(28x28x1) -> conv(6, 5x5) -> conf(3) -> fc(10) }
INPUT(32x32x3) -> [CONV(32) -> RELU -> POOL]*3 -> FC(10)
`;

const steps = [
  { from: 'network A', to: '\nnetwork New { input(8x8x1) -> fc(3) }\n\nnetwork A' },
  { from: 'network C', to: 'block D(n) { conv(n) } network C' },
  { from: 'block B(n) {', to: '// behind it\nblock B(n) {\n' },
  { from: '\nnetwork New { input(8x8x1) -> fc(3) }\n', to: '' },
];

/** Everything an editor shows of a part of the file. */
function shown(file: OpenFile, firstLine: number) {
  const snapshot = {
    ...file.analyse(nothing),
    planner,
    settings: defaultSettings,
    client: readClient({}),
    openFiles: () => [],
  };
  const range = { start: { line: firstLine, character: 0 }, end: { line: firstLine + 2, character: 0 } };
  const textDocument = { uri };
  return {
    hints: inlayHints.handle(snapshot, { textDocument, range }),
    actions: ask(codeActions, snapshot, { textDocument, range, context: { diagnostics: [] } }),
  };
}

it('hints and fixes move along with what they are about', () => {
  const document = TextDocument.create(uri, 'cnn', 1, text);
  const open = new OpenFile(document);
  let actions = 0;
  let hints = 0;
  for (const [index, { from, to }] of [{ from: '', to: '' }, ...steps].entries()) {
    const edited = document.getText().replace(from, to);
    TextDocument.update(document, [{ text: edited }], index + 2);
    const opened = new OpenFile(TextDocument.create(uri, 'cnn', 1, edited));
    for (let line = 0; line < document.lineCount; line++) {
      const now = shown(open, line);
      expect(now).toEqual(shown(opened, line));
      actions += now.actions.length;
      hints += now.hints.length;
    }
  }
  expect(actions).toBeGreaterThan(steps.length);
  expect(hints).toBeGreaterThan(10 * steps.length);
});

it('a snapshot is of one version, whatever is edited after it', () => {
  const document = TextDocument.create(uri, 'cnn', 1, text);
  const file = new OpenFile(document);
  const before = file.analyse(nothing);
  TextDocument.update(document, [{ text: 'network Z { input(8x8x1) -> fc(3) }' }], 2);
  const after = file.analyse(nothing);
  expect(before.file.document).toMatchObject({ version: 1, lineCount: 5 });
  expect(before.file.document.getText()).toBe(text);
  expect(before.analysis.networks.map(({ name }) => name)).toContain('A');
  expect(after.file.document.version).toBe(2);
  expect(after.analysis.networks.map(({ name }) => name)).toEqual(['Z']);
  expect(file.analyse(nothing).analysis).toBe(after.analysis);
});

it('analyses another text without changing its own', () => {
  const file = new OpenFile(TextDocument.create(uri, 'cnn', 1, text));
  const { analysis, analyseSpeculatively } = file.analyse(nothing);
  expect(analyseSpeculatively(text.replace('conf(3)', 'conv(3)')).diagnostics).toEqual(
    analysis.diagnostics.filter(({ code }) => code !== 'unknown-name'),
  );
  expect(file.analyse(nothing).analysis).toBe(analysis);
});
