// The hints after the calls in the text, as the settings choose: shapes and receptive fields, and padding.
import type { InlayHint, InlayHintParams } from 'vscode-languageserver';
import type { Feature } from '../feature.js';
import { paddingHints } from './padding-hints.js';
import { shapeHints } from './shape-hints.js';

export const inlayHints: Feature<InlayHintParams, InlayHint[]> = {
  method: 'textDocument/inlayHint',
  servesLastGood: true,
  capability: { inlayHintProvider: {} },
  handle: (snapshot, { range }) => [
    ...shapeHints(snapshot, range),
    ...(snapshot.settings.padding ? paddingHints(snapshot, range) : []),
  ],
};
