// The requests that the server answers, for start.ts. Diagnostics are pushed and not in the list: see diagnostics.ts.
import { builtinsSource } from './builtins-source.js';
import { codeActions } from './code-actions.js';
import { codeLens } from './code-lens.js';
import { compile } from './compile.js';
import { completion } from './completion/completion.js';
import type { AnyFeature } from './feature.js';
import { formatting, onTypeFormatting, rangeFormatting } from './formatting.js';
import { hover } from './hover.js';
import { inlayHints } from './inlay-hints/inlay-hints.js';
import { inlayHintTooltip } from './inlay-hints/tooltip.js';
import { definition } from './navigation/definition.js';
import { documentHighlight } from './navigation/document-highlight.js';
import { references } from './navigation/references.js';
import { prepareRename, rename } from './navigation/rename.js';
import { workspaceSymbol } from './navigation/workspace-symbol.js';
import { networkAt } from './network-at.js';
import { semanticTokens, semanticTokensInRange } from './semantic-tokens.js';
import { signatureHelp } from './signature-help.js';
import { documentLink } from './structure/document-link.js';
import { documentSymbol } from './structure/document-symbol.js';
import { foldingRange } from './structure/folding-range.js';
import { selectionRange } from './structure/selection-range.js';

export const features: readonly AnyFeature[] = [
  hover,
  completion,
  signatureHelp,
  definition,
  references,
  documentHighlight,
  prepareRename,
  rename,
  workspaceSymbol,
  documentSymbol,
  documentLink,
  foldingRange,
  selectionRange,
  semanticTokens,
  semanticTokensInRange,
  formatting,
  rangeFormatting,
  onTypeFormatting,
  builtinsSource,
  inlayHints,
  inlayHintTooltip,
  codeLens,
  codeActions,
  compile,
  networkAt,
];
