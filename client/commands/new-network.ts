// The command `CNN: New Network...`, also under `File: New File...`: opens a template in an editor, not saved yet.
import { commands, type ExtensionContext, window, workspace } from 'vscode';
import { templates } from '../templates/templates.js';

export function registerNewNetwork(context: ExtensionContext): void {
  const run = async (): Promise<void> => {
    const chosen = await window.showQuickPick(templates, {
      title: 'New convolutional network',
      placeHolder: 'Choose a network to begin with',
      matchOnDetail: true,
    });
    if (!chosen) return;
    const document = await workspace.openTextDocument({ language: 'cnn', content: chosen.text });
    await window.showTextDocument(document);
  };
  context.subscriptions.push(commands.registerCommand('cnn.newNetwork', run));
}
