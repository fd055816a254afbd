// The user's settings, as far as the server reads them. They come from outside: what is of another kind than declared
// is ignored.
import { type ClientCapabilities, type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver';

export interface Settings {
  /** `receptive.inlayHints.shape` */
  readonly shape: boolean;
  /** `receptive.inlayHints.receptiveField` */
  readonly receptiveField: boolean;
  /** `receptive.inlayHints.padding` */
  readonly padding: boolean;
  /** `receptive.advice.disabled`: codes of advice that is not shown. */
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

/** Reads the `receptive` section as an editor sends it. */
export function readSettings(section: unknown): Settings {
  const hints = property(section, 'inlayHints');
  return {
    shape: flag(property(hints, 'shape'), defaultSettings.shape),
    receptiveField: flag(property(hints, 'receptiveField'), defaultSettings.receptiveField),
    padding: flag(property(hints, 'padding'), defaultSettings.padding),
    disabledAdvice: new Set(strings(property(property(section, 'advice'), 'disabled'))),
    memoryBudget: bytesIn(property(section, 'memoryBudget'), defaultSettings.memoryBudget),
  };
}

/**
 * Keeps the settings current once the editor is ready: asks one that can be asked (`workspace/configuration`), and
 * takes what is pushed by one that cannot. `changed` is called after every change.
 */
export function followSettings(
  connection: Connection,
  capabilities: ClientCapabilities,
  changed: (settings: Settings) => void,
): void {
  const canAsk = capabilities.workspace?.configuration === true;
  const ask = async () => {
    try {
      changed(readSettings(await connection.workspace.getConfiguration('receptive')));
    } catch (error) {
      connection.console.warn(`The settings could not be read, so the last ones hold: ${error}`);
    }
  };
  connection.onDidChangeConfiguration((params) =>
    canAsk ? ask() : changed(readSettings(property(params.settings, 'receptive'))),
  );
  if (!canAsk) return;
  if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration) {
    void connection.client.register(DidChangeConfigurationNotification.type, { section: 'receptive' });
  }
  void ask();
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** A positive number of GiB, in bytes. */
function bytesIn(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value > 0 ? value * bytesInGiB : otherwise;
}

function flag(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}
