// Signature help: the signature of the call around the cursor, with its active parameter.
import { expect, it } from 'vitest';
import { signatureHelp } from '../../../server/features/signature-help.js';
import { askAt } from '../support/snapshots.js';

/** The signature at `<|>`, then its active parameter as the signature writes it. */
function signature(fixture: string): string | undefined {
  const help = askAt(signatureHelp, fixture);
  if (!help) return undefined;
  const [{ label, parameters }] = help.signatures;
  const active = parameters?.[help.activeParameter ?? -1]?.label as [number, number] | undefined;
  return `${label} | ${active ? label.slice(...active) : ''}`;
}

const escaped = (text: string) => text.replace(/[()=]/g, '\\$&');

it.each([
  ['conv(8, <|>)', 'kernel=3x3'],
  ['conv(<|>', 'filters'],
  ['conv(8, pad=(0, <|>))', 'pad=same'],
  ['conv(8, stride=2, <|>)', 'stride=1'],
  ['add(relu, <|>)', 'branches'],
  ['add(conv(3<|>), relu)', 'filters'],
  ['conv(round(1.4*8, <|>))', 'to=1'],
  ['conv(max(8, 4, <|>))', 'numbers'],
])('%s', (call, active) => {
  expect(signature(`network A { input(8x8x1) -> ${call} }`)).toMatch(new RegExp(`\\| ${escaped(active)}$`));
});

it("knows a file's blocks", () => {
  expect(signature('block Unit(n, act=relu) { conv(n) -> act }\nnetwork A { input(8x8x1) -> Unit(4, <|>) }')).toBe(
    'Unit(n, act=relu) | act=relu',
  );
});

it('says nothing outside of calls', () => {
  expect(signature('network A { input(8x8x1) -> [conv(3) -> <|>]*2 }')).toBeUndefined();
  expect(signature('block Unit(n, <|>) { conv(n) }')).toBeUndefined();
});
