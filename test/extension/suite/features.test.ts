// What else the editor offers for a network, asked through VS Code's own API.
import * as vscode from 'vscode';
import { eventually, openExample, rangeOf } from './documents.js';
import { equal } from './equal.js';

suite('the features of the editor', () => {
  let document: vscode.TextDocument;
  let uri: vscode.Uri;

  setup(async () => {
    ({ document } = await openExample('lenet5.cnn'));
    uri = document.uri;
  });

  const ask = <T>(command: string, ...args: unknown[]) =>
    vscode.commands.executeCommand<T>(`vscode.${command}`, uri, ...args);
  const at = (text: string) => rangeOf(document, text).start.translate(0, 1);

  test('the outline has the network with its layers, and its training', async () => {
    const symbols = await eventually(
      'symbols',
      () => ask<vscode.DocumentSymbol[]>('executeDocumentSymbolProvider'),
      (found) => found?.length > 0,
    );
    equal(
      symbols.map(({ name, kind }) => [name, kind]),
      [
        ['LeNet5', vscode.SymbolKind.Class],
        ['train LeNet5', vscode.SymbolKind.Event],
      ],
    );
    const conv = symbols[0].children.find(({ name }) => name === 'conv(6, 5x5)');
    equal(conv?.detail, '28x28x6, 156 parameters');
  });

  test('references, highlights and rename find the name of the network', async () => {
    const name = at('LeNet5 {');
    const references = await ask<vscode.Location[]>('executeReferenceProvider', name);
    equal(references.length, 2);
    const highlights = await ask<vscode.DocumentHighlight[]>('executeDocumentHighlights', name);
    equal(highlights.length, 2);
    const edit = await ask<vscode.WorkspaceEdit>('executeDocumentRenameProvider', name, 'Renamed');
    equal(
      edit.get(uri).map(({ newText }) => newText),
      ['Renamed', 'Renamed'],
    );
  });

  test('a body folds, a selection grows', async () => {
    const folds = await ask<vscode.FoldingRange[]>('executeFoldingRangeProvider');
    const body = rangeOf(document, 'network LeNet5').start.line;
    if (!folds.some(({ start }) => start === body)) throw new Error(`no fold begins at line ${body}`);
    const [selection] = await ask<vscode.SelectionRange[]>('executeSelectionRangeProvider', [at('conv(6')]);
    equal(document.getText(selection.range), 'conv');
    equal(document.getText(selection.parent?.range), 'conv(6, 5x5)');
  });

  test('names have semantic tokens', async () => {
    const legend = await ask<vscode.SemanticTokensLegend>('provideDocumentSemanticTokensLegend');
    equal(legend.tokenTypes.includes('class'), true);
    const tokens = await ask<vscode.SemanticTokens>('provideDocumentSemanticTokens');
    equal(tokens.data.length > 0 && tokens.data.length % 5 === 0, true);
  });

  test('the formatter leaves an example as it is', async () => {
    const edits = await ask<vscode.TextEdit[] | undefined>('executeFormatDocumentProvider', { tabSize: 2 });
    equal(edits ?? [], []);
  });

  test('networks of open files are found by name', async () => {
    const found = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
      'vscode.executeWorkspaceSymbolProvider',
      'lenet',
    );
    equal(
      found.map(({ name }) => name),
      ['LeNet5'],
    );
  });

  test('the commands are there', async () => {
    const commands = await vscode.commands.getCommands(true);
    for (const name of ['cnn.train', 'cnn.newNetwork', 'cnn.showFigures']) equal(commands.includes(name), true);
  });
});
