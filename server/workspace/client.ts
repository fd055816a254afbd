// What the editor says of itself when it starts: its capabilities, as far as answers depend on them, and our options.
import type { ClientCapabilities } from 'vscode-languageserver';
import { count, objectWithDefaults, optional, parse, type Schema, withDefault } from '../../model/schema.js';
import { type LastAdapter, readLastAdapter } from '../../runtime/backends/webgpu/tuning/last-adapter.js';

export interface Client {
  /** Completion items may hold placeholders: `conv(${1:filters})`. */
  readonly snippets: boolean;
  /** The editor supports a request to ask for inlay hints again. */
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

export interface ReadOptions {
  /** The client's `ProtocolVersion`; undefined for an editor other than ours. */
  readonly protocol?: number;
  readonly adapter?: LastAdapter;
}

const adapter: Schema<LastAdapter | undefined> = (value) => readLastAdapter(value);

const optionsSchema = objectWithDefaults<ReadOptions>({ protocol: withDefault(optional(count), undefined), adapter });

/** Any editor may send anything as its options: what is not of their form is left out. */
export function readInitializationOptions(options: unknown): ReadOptions {
  return parse(optionsSchema, options) ?? {};
}
