// The status bar's item: parameters, operations and training memory of the network at the cursor. Its tooltip has all
// figures; a click shows them at the network's name.
import {
  commands,
  type ExtensionContext,
  languages,
  MarkdownString,
  Position,
  Range,
  Selection,
  StatusBarAlignment,
  type TextEditor,
  window,
} from 'vscode';
import { formatBytes, formatShort } from '../../model/index.js';
import type { CompileParams, NetworkAtResult } from '../../server/protocol.js';

export type FindNetwork = (params: CompileParams) => Thenable<NetworkAtResult>;

/** Milliseconds without another move of the cursor or edit before the figures are asked for. */
const pause = 200;

export function registerNetworkStatus(context: ExtensionContext, findNetwork: FindNetwork): void {
  const item = window.createStatusBarItem('receptive.network', StatusBarAlignment.Right, 100);
  item.name = 'CNN: Network';
  item.command = 'cnn.showFigures';
  let shown: NetworkAtResult = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let newest = 0;

  const refresh = async (): Promise<void> => {
    const mine = ++newest;
    const editor = activeEditor();
    const found = editor && (await findNetwork(requestFor(editor)));
    // A later request has overtaken this one.
    if (mine !== newest) return;
    shown = found ?? null;
    if (!shown) return item.hide();
    item.text = `$(layers) ${describe(shown)}`;
    item.tooltip = new MarkdownString(shown.markdown);
    item.accessibilityInformation = { label: `Network ${describe(shown)}` };
    item.show();
  };
  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void refresh().then(undefined, () => item.hide()), pause);
  };
  const showFigures = async (): Promise<void> => {
    const editor = activeEditor();
    if (!editor || !shown) return;
    const start = new Position(shown.start.line, shown.start.character);
    editor.selection = new Selection(start, start);
    editor.revealRange(new Range(start, start));
    await commands.executeCommand('editor.action.showHover');
  };

  context.subscriptions.push(
    item,
    { dispose: () => clearTimeout(timer) },
    commands.registerCommand('cnn.showFigures', showFigures),
    window.onDidChangeActiveTextEditor(schedule),
    window.onDidChangeTextEditorSelection(schedule),
    // The server has read an edit when it publishes its diagnostics.
    languages.onDidChangeDiagnostics(schedule),
  );
  schedule();
}

function activeEditor(): TextEditor | undefined {
  const editor = window.activeTextEditor;
  return editor?.document.languageId === 'cnn' ? editor : undefined;
}

function requestFor({ document, selection }: TextEditor): CompileParams {
  const { line, character } = selection.active;
  return { uri: document.uri.toString(), position: { line, character } };
}

/** `LeNet5: 61.7K parameters, 416K MACs, 2.90 MiB to train` */
function describe({ name, parameters, macs, trainingBytes }: NonNullable<NetworkAtResult>): string {
  const memory = trainingBytes === undefined ? '' : `, ${formatBytes(trainingBytes)} to train`;
  return `${name}: ${formatShort(parameters)} parameters, ${formatShort(macs)} MACs${memory}`;
}
