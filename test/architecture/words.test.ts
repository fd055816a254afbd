// Keeps private words out of the tree where the field has a term; docs/glossary.md lists the project's own terms.
import { expect, test } from 'vitest';
import { textFiles } from './source-files.js';

/** Pieces are joined here, so that this file does not contain what it forbids. */
const word = (...parts: readonly string[]) => parts.join('');

const replaced: readonly (readonly [old: RegExp, term: string])[] = [
  [new RegExp(word('made ', 'anew|makes? ', '(\\w+ )?anew|making ', 'anew'), 'i'), 'recompute, recreate'],
  [new RegExp(word('the way ', '(there|back)\\b|on the way ', 'back'), 'i'), 'forward pass, backward pass'],
  [new RegExp(word('\\bways ', 'out\\b'), 'i'), 'remedies'],
  [new RegExp(word('\\b(in|with|of|on) ?', 'halves\\b|\\b', 'halves\\.(ts|js)'), 'i'), 'f16 storage'],
  [new RegExp(word('\\b(may', 'GoOn|handed', 'On|would', 'Mean|finish', 'Of|in', 'Fours)\\b')), 'see docs/glossary.md'],
  [new RegExp(word('\\b(quick', 'er than the|node-', 'rest)\\b')), 'faster; event-loop throttle'],
  [new RegExp(word('\\bnobody ', '(reads|knows|has|else|outside|can|asks)'), 'i'), 'no, nothing: name the actor'],
  [new RegExp(word('\\bwho', 'ever\\b'), 'i'), 'name the actor'],
  [new RegExp(word('nothing is ', 'known of'), 'i'), 'unknown GPU'],
  [new RegExp(word("winograd's ", 'way'), 'i'), 'Winograd convolution'],
];

const lines = textFiles()
  .filter(({ path }) => /\.(ts|mjs|css|md|cnn|langium|json)$/.test(path))
  .flatMap(({ path, text }) => text.split('\n').map((line, index) => ({ line, at: `${path}:${index + 1}` })));

test.each(replaced)('%s is gone (%s)', (old) => {
  const found = lines.filter(({ line }) => old.test(line));
  expect(found.map(({ at, line }) => `${at}: ${line.trim()}`)).toEqual([]);
});
