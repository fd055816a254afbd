// Every feature of the server, requested at many places of a damaged text, within the server's own process.
import { type InlayHint, type Range, ResponseError } from 'vscode-languageserver';
import { diagnostics } from '../../../server/features/diagnostics.js';
import type { AnyFeature } from '../../../server/features/feature.js';
import { features } from '../../../server/features/index.js';
import { inlayHints } from '../../../server/features/inlay-hints/inlay-hints.js';
import type { Snapshot } from '../../../server/workspace/snapshot.js';
import { ask as askFeature, takeSnapshot } from '../../server/support/snapshots.js';
import { mutateText } from '../generate/mutate-text.js';
import type { Ask, Kind } from '../kind.js';
import { minimiseText } from '../minimise.js';
import { createRandom, type Random } from '../random.js';
import { checkAnalysis } from './check-analysis.js';
import { drawText } from './texts.js';

/** Positions are drawn from the seed, so that a smaller text is asked, too. */
interface Session {
  readonly text: string;
  readonly seed: number;
}

const positionsAsked = 6;

export const requests: Kind<Session> = {
  name: 'requests',
  draw: (random) => {
    const text = drawText(random);
    return {
      text: random.chance(0.2) ? text : mutateText(text, random, drawText(random)),
      seed: random.below(2 ** 31),
    };
  },
  async check({ text, seed }, ask) {
    const random = createRandom(seed);
    const snapshot = await ask('analysis', () => takeSnapshot(text));
    checkAnalysis(snapshot.analysis, text);
    requirePlainData(
      await ask(diagnostics.method, () => askFeature(diagnostics, snapshot, undefined)),
      diagnostics.method,
    );
    for (let asked = 0; asked < positionsAsked; asked++) await askEverything(snapshot, random, ask);
  },
  minimise: async (input, fails) => ({
    ...input,
    text: await minimiseText(input.text, (text) => fails({ ...input, text })),
  }),
  describe: ({ text }) => ({ 'input.cnn': text }),
};

async function askEverything(snapshot: Snapshot, random: Random, ask: Ask): Promise<void> {
  const { document } = snapshot.file;
  const length = document.getText().length;
  const position = document.positionAt(random.below(length + 1));
  const range = { start: position, end: document.positionAt(random.below(length + 1)) };
  for (const feature of features) {
    for (const params of paramsOf(feature, snapshot, random.chance(0.9) ? range : { start: position, end: position })) {
      const answer = await ask(feature.method, () => {
        if ('answer' in feature) return feature.answer(params, snapshot.openFiles);
        return askOrRefuse(() => askFeature(feature, snapshot, params));
      });
      requirePlainData(answer, feature.method);
    }
  }
}

/** A refusal with a reason, such as that of a name that is taken, is an answer. */
function askOrRefuse(answer: () => unknown): unknown {
  try {
    return answer();
  } catch (error) {
    if (error instanceof ResponseError) return error.message;
    throw error;
  }
}

/** Parameters as an editor sends them; those of a hint's tooltip are the hints. */
function paramsOf(feature: AnyFeature, snapshot: Snapshot, range: Range): readonly unknown[] {
  const { uri } = snapshot.file.document;
  if (feature.method === 'inlayHint/resolve') {
    const hints = inlayHints.handle(snapshot, { textDocument: { uri }, range });
    return ((hints ?? []) as InlayHint[]).slice(0, 2);
  }
  const common = { textDocument: { uri }, uri, position: range.start, range };
  const context = { diagnostics: [], includeDeclaration: true };
  return [{ ...common, positions: [range.start], newName: 'renamed', query: 'n', context }];
}

/** JSON has no NaN and no infinities: they would arrive as null. */
function requirePlainData(answer: unknown, method: string): void {
  JSON.stringify(answer, (key, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${method} answers ${value} as ${key}`);
    return value;
  });
}
