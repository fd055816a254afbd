// `CNN: Train` as VS Code's API shows it: one panel beside the editor, which keeps the cursor.
import * as vscode from 'vscode';
import { eventually, openExample } from './documents.js';
import { equal } from './equal.js';

suite('CNN: Train', () => {
  teardown(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  test('opens a panel named after the network beside the editor, which stays active', async () => {
    const editor = await openExample('lenet5.cnn');
    equal(editor.document.isDirty, false); // what an earlier test left behind would be a reason not to train
    await vscode.commands.executeCommand('cnn.train');
    await eventually('panels', panels, (found) => found.length === 1 && found[0].label === 'LeNet5');
    equal(panels(), [{ label: 'LeNet5', column: vscode.ViewColumn.Two }]);
    equal(vscode.window.activeTextEditor?.document.uri.toString(), editor.document.uri.toString());
  });

  test('uses its panel again', async () => {
    const editor = await openExample('lenet5.cnn');
    await vscode.commands.executeCommand('cnn.train');
    await eventually('panels', panels, (found) => found.length === 1);
    await vscode.commands.executeCommand('cnn.train', editor.document.uri.toString(), { line: 3, character: 0 });
    await new Promise((resolve) => setTimeout(resolve, 500)); // a second panel would appear in this time
    equal(panels().length, 1);
  });
});

function panels(): { label: string; column: vscode.ViewColumn }[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter((tab) => tab.input instanceof vscode.TabInputWebview)
    .map(({ label, group }) => ({ label, column: group.viewColumn }));
}
