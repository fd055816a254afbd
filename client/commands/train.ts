// The command `CNN: Train`: trains the network at the cursor, or that of the code lens or editor button, in a panel
// beside the editor. There is one panel; training again reuses it.
import { commands, type ExtensionContext, Uri, window } from 'vscode';
import { count, object, parse } from '../../model/schema.js';
import type { CompileParams, CompileResult } from '../../server/protocol.js';
import type { Place, Position } from '../panels/tracked-place.js';
import { type TrainingMemory, TrainingPanel, type TrainingPlaces } from '../panels/training/training-panel.js';

const lensPosition = object<Position>({ line: count, character: count });

export type Compile = (params: CompileParams) => Thenable<CompileResult>;

export interface TrainOptions {
  readonly compile: Compile;
  readonly memory: TrainingMemory;
  readonly places: TrainingPlaces;
}

export function registerTrain(context: ExtensionContext, options: TrainOptions): void {
  let panel: TrainingPanel | undefined;
  context.subscriptions.push({ dispose: () => panel?.dispose() });

  const run = async (target?: unknown, position?: unknown): Promise<void> => {
    const place = placeOf(target, position);
    if (!place && !panel) {
      void window.showInformationMessage('Open a .cnn file first: CNN: Train trains the network at the cursor.');
      return;
    }
    panel ??= new TrainingPanel({
      extension: context.extensionUri,
      ...options,
      onDidDispose: () => {
        panel = undefined;
      },
    });
    // Without a place the panel has the focus: train its network again.
    await (place ? panel.train(place) : panel.restart());
  };
  context.subscriptions.push(commands.registerCommand('cnn.train', run));
}

/**
 * @param target the file's URI: a string from the code lens, a Uri from the editor's button, absent from the palette
 * @param position of the code lens; without one the cursor's is taken
 */
function placeOf(target: unknown, position: unknown): Place | undefined {
  const active = window.activeTextEditor?.document.languageId === 'cnn' ? window.activeTextEditor : undefined;
  const uri = target instanceof Uri ? target : typeof target === 'string' ? Uri.parse(target, true) : undefined;
  if (!uri && !active) return undefined;
  const editor = uri
    ? [active, ...window.visibleTextEditors].find((each) => each?.document.uri.toString() === uri.toString())
    : active;
  const cursor = editor?.selection.active ?? { line: 0, character: 0 };
  const at = parse(lensPosition, position) ?? cursor;
  return { uri: uri ?? active!.document.uri, position: { line: at.line, character: at.character } };
}
