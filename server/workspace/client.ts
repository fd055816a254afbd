// What the editor can do, as far as answers depend on it.
import type { ClientCapabilities } from 'vscode-languageserver';

export interface Client {
  /** Completion items may hold placeholders: `conv(${1:filters})`. */
  readonly snippets: boolean;
  /** The editor can be told to ask for inlay hints again. */
  readonly refreshesInlayHints: boolean;
  /** Settings can be asked for; else the editor sends them. */
  readonly answersConfiguration: boolean;
  /** Changed settings are announced to a server that registers for them. */
  readonly registersConfiguration: boolean;
}

export function readClient({ textDocument, workspace }: ClientCapabilities): Client {
  return {
    snippets: textDocument?.completion?.completionItem?.snippetSupport ?? false,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport ?? false,
    answersConfiguration: workspace?.configuration ?? false,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration ?? false,
  };
}
