// The extension's answers for LeNet-5, as it is and with one wrong size.
import * as vscode from 'vscode';
import { eventually, openExample, rangeOf, replace } from './documents.js';
import { equal } from './equal.js';

suite('LeNet-5 in an editor', () => {
  let editor: vscode.TextEditor;

  setup(async () => {
    editor = await openExample('lenet5.cnn');
  });

  teardown(async () => {
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  test('the extension starts by itself', async () => {
    const extension = vscode.extensions.getExtension('receptive.receptive');
    await extension?.activate(); // waits for the start that opening the file has begun, and throws its error
    equal(extension?.isActive, true);
  });

  test('the file is in our language, without problems', async () => {
    equal(editor.document.languageId, 'cnn');
    await hintsOf(editor.document); // the server has read the file
    equal(diagnosticsOf(editor.document), []);
  });

  test('inlays give each changed shape and receptive field', async () => {
    equal(await hintsOf(editor.document), [
      'conv(6, 5x5) 28x28x6 · rf 5',
      'maxpool(2) 14x14x6 · rf 6',
      'conv(16, 5x5, pad=0) 10x10x16 · rf 14',
      'maxpool(2) 5x5x16 · rf 16',
      'fc(120) 120',
      'fc(84) 84',
      'fc(10) 10',
    ]);
  });

  test("a hover shows the textbook's row", async () => {
    const hover = await hoverOn(editor.document, 'conv(16, 5x5, pad=0)');
    for (const figure of ['[10x10x16]', '10*10*16 = 1', '(5*5*6)*16 = 2']) {
      if (!hover.includes(figure)) throw new Error(`the hover has no ${figure}:\n${hover}`);
    }
  });

  test('a wrong size is an error on its own characters, and correcting it clears it', async () => {
    await replace(editor, '5x5, pad=0', '15x15, pad=0');
    const [diagnostic] = await waitForDiagnostics(editor.document, 1);
    equal(editor.document.getText(diagnostic.range), '15x15');
    equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
    if (!/15x15.*14x14/.test(diagnostic.message)) throw new Error(`the sizes are not in: ${diagnostic.message}`);

    await replace(editor, '15x15, pad=0', '5x5, pad=0');
    await waitForDiagnostics(editor.document, 0);
  });

  test('layers after a wrong one are still measured', async () => {
    await replace(editor, '5x5, pad=0', '15x15, pad=0');
    await waitForDiagnostics(editor.document, 1);
    const hints = await hintsOf(editor.document);
    equal(hints.slice(-3), ['fc(120) 120', 'fc(84) 84', 'fc(10) 10']);
  });

  test('a code lens is above the training job', async () => {
    const lenses = await eventually(
      'lenses',
      () => vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', editor.document.uri),
      (found) => found.length > 0,
    );
    equal(
      lenses.map((lens) => [lens.command?.title, lens.command?.command, lens.range.start.line]),
      [['▶ Train', 'cnn.train', rangeOf(editor.document, 'train LeNet5').start.line]],
    );
  });
});

function diagnosticsOf(document: vscode.TextDocument): string[] {
  return vscode.languages.getDiagnostics(document.uri).map((diagnostic) => diagnostic.message);
}

function waitForDiagnostics(document: vscode.TextDocument, count: number): Promise<vscode.Diagnostic[]> {
  return eventually(
    `${count} problems`,
    () => vscode.languages.getDiagnostics(document.uri),
    (diagnostics) => diagnostics.length === count,
  );
}

/** Each hint with the call before it. */
async function hintsOf(document: vscode.TextDocument): Promise<string[]> {
  const range = new vscode.Range(0, 0, document.lineCount, 0);
  const hints = await eventually(
    'inlay hints',
    () => vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, range),
    (found) => found.length > 0,
  );
  return hints.map(({ position, label }) => {
    const before = document.lineAt(position.line).text.slice(0, position.character);
    const call = /\w+\([^()]*\)$/.exec(before)?.[0] ?? before;
    return `${call} ${typeof label === 'string' ? label : label.map((part) => part.value).join('')}`;
  });
}

async function hoverOn(document: vscode.TextDocument, text: string): Promise<string> {
  const hovers = await eventually(
    'a hover',
    () =>
      vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        rangeOf(document, text).start,
      ),
    (found) => found.length > 0,
  );
  return hovers
    .flatMap((hover) => hover.contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}
