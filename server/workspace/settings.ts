// The user's settings that the server reads. Editors may send anything: a value of another type than declared is
// replaced by its default.
import { type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver';
import {
  above0,
  boolean,
  invalid,
  matchingItems,
  objectWithDefaults,
  parse,
  type Schema,
  text,
  withDefault,
} from '../../model/schema.js';
import type { Client } from './client.js';

export interface Settings {
  /** `receptive.inlayHints.shape` */
  readonly shape: boolean;
  /** `receptive.inlayHints.receptiveField` */
  readonly receptiveField: boolean;
  /** `receptive.inlayHints.padding` */
  readonly padding: boolean;
  /** `receptive.advice.disabled`: codes of the advice that is not shown. */
  readonly disabledAdvice: ReadonlySet<string>;
  /** `receptive.memoryBudget`, here in bytes: what a training step may take. */
  readonly memoryBudget: number;
}

const bytesInGiB = 2 ** 30;

export const defaultSettings: Settings = {
  shape: true,
  receptiveField: true,
  padding: false,
  disabledAdvice: new Set(),
  memoryBudget: 4 * bytesInGiB,
};

const sectionSchema = objectWithDefaults({
  inlayHints: objectWithDefaults({
    shape: withDefault(boolean, defaultSettings.shape),
    receptiveField: withDefault(boolean, defaultSettings.receptiveField),
    padding: withDefault(boolean, defaultSettings.padding),
  }),
  advice: objectWithDefaults({ disabled: matchingItems(text) }),
  memoryBudget: withDefault(above0, defaultSettings.memoryBudget / bytesInGiB),
});

const settingsSchema: Schema<Settings> = (value) => {
  const section = sectionSchema(value);
  if (section === invalid) return invalid;
  const { inlayHints, advice, memoryBudget } = section;
  return { ...inlayHints, disabledAdvice: new Set(advice.disabled), memoryBudget: memoryBudget * bytesInGiB };
};

const pushedSchema = objectWithDefaults({ receptive: settingsSchema });

/** Reads the `receptive` section as an editor sends it; a value of another type is replaced by its default. */
export function readSettings(section: unknown): Settings {
  return parse(settingsSchema, section) ?? defaultSettings;
}

/**
 * Follows the settings once the editor is ready: asks an editor that answers `workspace/configuration`, and takes what
 * another one pushes. `changed` is called after every change.
 */
export function followSettings(connection: Connection, client: Client, changed: (settings: Settings) => void): void {
  const request = async () => {
    try {
      changed(readSettings(await connection.workspace.getConfiguration('receptive')));
    } catch (error) {
      connection.console.warn(`The settings could not be read, so the previous ones stay in force: ${error}`);
    }
  };
  connection.onDidChangeConfiguration((params) =>
    client.answersConfiguration
      ? request()
      : changed(parse(pushedSchema, params.settings)?.receptive ?? defaultSettings),
  );
  if (!client.answersConfiguration) return;
  if (client.registersConfiguration) {
    void connection.client.register(DidChangeConfigurationNotification.type, { section: 'receptive' });
  }
  void request();
}
