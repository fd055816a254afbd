// The requests that the server answers, for start.ts. Diagnostics are pushed and not in the list: see diagnostics.ts.
import { builtinsSource } from './builtins-source.js';
import { codeActions } from './code-actions.js';
import { codeLens } from './code-lens.js';
import { compile } from './compile.js';
import { completion } from './completion/completion.js';
import { definition } from './definition.js';
import type { AnyFeature } from './feature.js';
import { hover } from './hover.js';
import { inlayHints } from './inlay-hints/inlay-hints.js';
import { inlayHintTooltip } from './inlay-hints/tooltip.js';
import { signatureHelp } from './signature-help.js';

export const features: readonly AnyFeature[] = [
  hover,
  completion,
  signatureHelp,
  definition,
  builtinsSource,
  inlayHints,
  inlayHintTooltip,
  codeLens,
  codeActions,
  compile,
];
