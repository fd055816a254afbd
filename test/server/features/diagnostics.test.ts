// Published diagnostics: where they are, how severe, and which settings hide them.
import { expect, it } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver';
import type { Severity } from '../../../language/index.js';
import { diagnostics } from '../../../server/features/diagnostics.js';
import { renderDiagnostics, stripMarkers } from '../../support/markers.js';
import { lenet5 } from '../support/networks.js';
import { ask, readExample, type SnapshotOptions, takeSnapshot } from '../support/snapshots.js';

const words: Partial<Record<DiagnosticSeverity, Severity>> = {
  [DiagnosticSeverity.Error]: 'error',
  [DiagnosticSeverity.Warning]: 'warning',
  [DiagnosticSeverity.Information]: 'advice',
};

function publish(text: string, options?: SnapshotOptions) {
  return ask(diagnostics, takeSnapshot(text, options), undefined).diagnostics;
}

it('are none for a good file', () => {
  expect(publish(lenet5)).toEqual([]);
});

it('mark the argument that causes them', () => {
  const tooLarge =
    'a 9x9 window does not fit its 7x7 input, which has shrunk 28 -> 14 -> 7: ' +
    'use a smaller window, more padding or fewer strides before it.';
  const fixture = `network A {
  input(28x28x1) -> maxpool(2) -> maxpool(2)
//                                ^^^^^^^^^^ note: 7x7 comes from here.
  -> conv(16, 9x9, pad=0) -> fc(10)
//            ^^^ error: ${tooLarge}
  -> cov(3)
//   ^^^ error: nothing is called \`cov\` here: did you mean \`conv\`?
}`;
  const text = stripMarkers(fixture);
  const published = publish(text);
  const marked = published.map(({ range, severity, message, relatedInformation = [] }) => ({
    range,
    severity: words[severity!]!,
    message: message as string,
    related: relatedInformation.map(({ location, message: note }) => ({ range: location.range, message: note })),
  }));
  expect(renderDiagnostics(text, marked)).toBe(fixture);
  expect(published.map(({ code, source }) => [source, code])).toEqual([
    ['cnn', 'window-too-large'],
    ['cnn', 'unknown-name'],
  ]);
});

it('name the file and the version they are about', () => {
  const { document } = takeSnapshot(lenet5).file;
  expect(ask(diagnostics, takeSnapshot(lenet5), undefined)).toMatchObject({ uri: document.uri, version: 1 });
});

it('are hints where they are advice, which the settings switch off', () => {
  const text = 'network A { input(28x28x1) -> conv(16) -> bn -> relu -> fc(10) }';
  expect(publish(text)).toMatchObject([{ code: 'bias-before-bn', severity: DiagnosticSeverity.Information }]);
  expect(publish(text, { settings: { disabledAdvice: new Set(['bias-before-bn']) } })).toEqual([]);
});

it('are no errors for a network with auxiliary heads (GoogLeNet)', () => {
  const published = publish(readExample('googlenet'));
  expect(published.filter(({ severity }) => severity === DiagnosticSeverity.Error)).toEqual([]);
});

it('name a cycle of imports', () => {
  const files = {
    'a.cnn': 'import "b.cnn"\nblock A { relu }\n',
    'b.cnn': 'import "a.cnn"\nblock Unit(n) { conv(n) }\n',
  };
  const network = 'import "b.cnn"\nnetwork A { input(8x8x1) -> Unit(4) -> fc(10) }\n';
  expect(publish(network, { files })[0]).toMatchObject({ code: 'import-cycle' });
});

it('report once what is wrong in a file that is imported in a cycle', () => {
  const files = {
    'c.cnn': 'import "d.cnn"\nblock C { relu }\n',
    'd.cnn': 'import "c.cnn"\nimport "missing.cnn"\nblock D(n) { conv(n) }\n',
  };
  const network = 'import "d.cnn"\nnetwork A { input(8x8x1) -> Unit(4) -> fc(10) }\n';
  const codes = publish(network, { files }).map(({ code }) => code);
  expect(codes.filter((code) => String(code).startsWith('import-'))).toEqual(['import-cycle', 'import-not-found']);
});
