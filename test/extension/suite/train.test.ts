// `CNN: Train` as VS Code's API shows it: one panel beside the editor, which keeps the cursor.
import * as vscode from 'vscode';
import { eventually, openExample } from './documents.js';
import { equal } from './equal.js';

suite('CNN: Train', () => {
  teardown(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  test('opens a panel named after the network beside the editor, which stays active', async () => {
    const editor = await openExample('lenet5.cnn');
    await vscode.commands.executeCommand('cnn.train');
    const [panel] = await eventually('panels', panels, (found) => found.length === 1 && found[0].label === 'LeNet5');
    equal(panel.group.viewColumn, vscode.ViewColumn.Two);
    equal(vscode.window.activeTextEditor?.document.uri.toString(), editor.document.uri.toString());
  });

  test('uses its panel again', async () => {
    const editor = await openExample('lenet5.cnn');
    await vscode.commands.executeCommand('cnn.train');
    await eventually('panels', panels, (found) => found.length === 1);
    await vscode.commands.executeCommand('cnn.train', editor.document.uri.toString(), { line: 3, character: 0 });
    await new Promise((resolve) => setTimeout(resolve, 500)); // a second panel would be told of in this time
    equal(panels().length, 1);
  });
});

function panels(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter((tab) => tab.input instanceof vscode.TabInputWebview);
}
