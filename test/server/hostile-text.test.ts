// Documentation comments and names of a file never become markup, links or images in what the editor shows.
import { expect, it } from 'vitest';
import { completion } from '../../server/features/completion/completion.js';
import { hover } from '../../server/features/hover.js';
import { signatureHelp } from '../../server/features/signature-help.js';
import { askAt } from './support/snapshots.js';

const file = (body: string) => `/**
 * ![x](https://evil.example/x.png) [y](command:evil) <img src=x onerror=alert(1)> <https://evil.example>
 * https://evil.example www.evil.example a@evil.example \`code\` $(zap) \u202eleft
 *
 * # heading
 */
block Evil(n) { conv(n) }
network A { input(8x8x1) -> ${body} -> fc(2) }
`;

/** What is left of Markdown when escapes and code are taken out; the built-ins' own text is not asked for. */
const markup = (markdown: string) => markdown.replace(/^(`{3,})[\s\S]*?\n\1$/gm, '').replace(/\\[!-/:-@[-`{-~]/g, '');

function expectPlain(documentation: unknown): void {
  const markdown = typeof documentation === 'object' ? String((documentation as { value?: unknown })?.value) : '';
  expect(markdown).toContain('evil');
  const rest = markup(markdown);
  expect(rest).not.toMatch(/!\[|\]\(|<|https?:\/\/|www\.|@|\$\(|\u202e|^#/m);
}

it('in hovers', () => {
  const answer = askAt(hover, file('E<|>vil(4)'));
  expectPlain(answer?.contents);
});

it('in completion', () => {
  const items = askAt(completion, file('E<|>')) ?? [];
  const item = items.find(({ label }) => label === 'Evil');
  expectPlain(item?.documentation);
  const labels = askAt(completion, file('Evil(<|>)')) ?? [];
  const label = labels.find(
    ({ documentation }) => documentation !== undefined && JSON.stringify(documentation).includes('evil'),
  );
  expectPlain(label?.documentation);
});

it('in signature help', () => {
  const help = askAt(signatureHelp, file('Evil(<|>)'));
  expectPlain(help?.signatures[0].documentation);
});
