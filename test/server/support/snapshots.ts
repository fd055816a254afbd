// Asks a feature in the test's own process: a text goes in, its cursor at `<|>`, and the feature's answer comes out.
import { readFileSync } from 'node:fs';
import { TextDocument, URI, UriUtils } from 'langium';
import type { ClientCapabilities, TextDocumentPositionParams } from 'vscode-languageserver';
import { runToEnd } from '../../../model/interruptible.js';
import type { LastAdapter } from '../../../runtime/backends/webgpu/tuning/last-adapter.js';
import type { Feature, LongFeature } from '../../../server/features/feature.js';
import { readClient } from '../../../server/workspace/client.js';
import { ImportedFiles } from '../../../server/workspace/imports.js';
import { OpenFile } from '../../../server/workspace/open-file.js';
import { createPlanner } from '../../../server/workspace/planner.js';
import { defaultSettings, type Settings } from '../../../server/workspace/settings.js';
import type { Snapshot } from '../../../server/workspace/snapshot.js';
import { readCursor } from '../../support/markers.js';

export interface SnapshotOptions {
  /** The file's name; it is in file:///workspace/. */
  readonly name?: string;
  /** Saved files beside it, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly adapter?: LastAdapter;
  readonly settings?: Partial<Settings>;
  readonly capabilities?: ClientCapabilities;
  /** Names of those of `files` that the editor has open too. */
  readonly open?: readonly string[];
}

/** What the server would know of a file that was just opened. */
export function takeSnapshot(text: string, options: SnapshotOptions = {}): Snapshot {
  const { name = 'file.cnn', files = {}, adapter, settings = {}, capabilities = {}, open = [] } = options;
  const uri = URI.parse(`file:///workspace/${name}`);
  const readSource = (asked: URI) => {
    const saved = files[UriUtils.basename(asked)];
    return saved === undefined ? undefined : { text: saved };
  };
  const imported = new ImportedFiles(() => undefined, readSource);
  const analyse = (at: URI, source: string) =>
    new OpenFile(TextDocument.create(at.toString(), 'cnn', 1, source)).analyse(imported.importerFor(at));
  const own = analyse(uri, text);
  const others = open.map((each) => analyse(URI.parse(`file:///workspace/${each}`), files[each]));
  return {
    ...own,
    openFiles: () => [own, ...others],
    planner: createPlanner(adapter),
    settings: { ...defaultSettings, ...settings },
    client: readClient(capabilities),
  };
}

/** A feature's answer, however long it takes. */
export function ask<P, R>(feature: Feature<P, R> | LongFeature<P, R>, snapshot: Snapshot, params: P): R {
  return 'handle' in feature ? feature.handle(snapshot, params) : runToEnd(feature.compute(snapshot, params));
}

/** A feature's answer at `<|>`. */
export function askAt<R>(
  feature: Feature<TextDocumentPositionParams, R> | LongFeature<TextDocumentPositionParams, R>,
  fixture: string,
  options: SnapshotOptions = {},
): R {
  const { text, position } = readCursor(fixture);
  const snapshot = takeSnapshot(text, options);
  return ask(feature, snapshot, { textDocument: { uri: snapshot.file.document.uri }, position });
}

/** The text of an example. */
export function readExample(name: string): string {
  return readFileSync(`examples/${name}.cnn`, 'utf8');
}

/** A text with a cursor where `fixture`, a piece of the text, has its `<|>`. */
export function putCursor(text: string, fixture: string): string {
  const piece = fixture.replace('<|>', '');
  if (!text.includes(piece)) throw new Error(`the text has no ${piece}`);
  return text.replace(piece, () => fixture);
}
