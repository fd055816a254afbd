// A fragment repeated up to the stated limits of a file: what takes more than linear time or stack shows here.
import type { Random } from '../random.js';
import { smallTexts, tokenPattern, tokens } from './corpus.js';

const fragments = [
  ...['a,b,c\n', 'nn.ReLU(),\n', 'a = ', '1 + /* c */ ', '1 +\n', '-', '(', '[', '{', '}', ')', '"', '/*', '//\n'],
  ...['conv(8) -> ', 'conv(8) -> bn -> relu -> ', 'x -> ', 'a = a -> a\n', 'relu\n', '[relu]*2 -> ', '/** d */\n'],
  ...['network N { input(8x8x3) -> fc(2) }\n', 'block B { relu }\n', 'train N { }\n', 'import "a.cnn"\n', '\r'],
  ...['assert params < 1\n', 'output(', 'add(', 'concat(conv(1), ', '// cnn: allow unused-name\n', 'defaults { }\n'],
  ...['input(8x8x3) -> conv(8)\n', 'conv(8, kernel=3x3', ', 1', 'n = 1\n', 'n = n + 1\n', '0x', '1e', '\ufeff'],
];

/** What surrounds the repeated fragment. */
const frames: readonly (readonly [before: string, after: string])[] = [
  ['', ''],
  ['network N { input(32x32x3) -> ', 'fc(10) }'],
  ['network N { ', ' }'],
  ['block B(', ') { relu }\nnetwork N { input(8x8x3) -> B -> fc(2) }'],
  ['block B { ', ' }\nnetwork N { input(8x8x3) -> B -> B -> fc(2) }'],
  ['network N { x = ', ' input(8x8x3) -> x -> fc(2) }'],
  ['network N { input(8x8x3) -> [', 'relu]*100 -> fc(2) }'],
  ['network N { input(8x8x3) -> conv(', ') -> fc(2) }'],
  ['network N { input(8x8x3) -> fc(2) }\ntrain N { ', ' }'],
  ['train { batch = ', '1 }'],
];

const counts = [10, 100, 1_000, 3_000, 10_000, 30_000];

/** At most about a million characters. */
export function drawRepetition(random: Random): string {
  const fragment = random.chance(0.6) ? random.pick(fragments) : drawFragment(random);
  const count = Math.min(random.pick(counts), Math.floor(1_000_000 / fragment.length));
  const [before, after] = random.pick(frames);
  const isNumbered = random.chance(0.3);
  const repeated = isNumbered
    ? Array.from({ length: count }, (_, index) => fragment.replace(/\b([a-zN]|B)\b/, `$1${index}`)).join('')
    : fragment.repeat(count);
  const wrapped = random.chance(0.1)
    ? `network N { input(8x8x3) -> [${repeated}relu]*${random.integer(1, 9_999)} }`
    : '';
  return wrapped || before + repeated + after;
}

/** A few tokens of a file, or of all files. */
function drawFragment(random: Random): string {
  if (random.chance(0.4))
    return `${Array.from({ length: random.integer(1, 4) }, () => random.pick(tokens)).join(' ')} `;
  const all = random.pick(smallTexts).match(tokenPattern) ?? ['relu'];
  const start = random.below(all.length);
  return `${all.slice(start, start + random.integer(1, 30)).join('')} `;
}
