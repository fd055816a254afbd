// Makes the input of a failed case smaller and writes it to a folder, with the command that runs it again.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { type Failure, signatureOf } from '../judge.js';
import { type AnyKind, OutOfTime } from '../kind.js';
import type { Runner } from './runner.js';

/** Milliseconds spent on one input. */
const minimiseTime = 60_000;

export interface Finding {
  readonly kind: AnyKind;
  readonly seed: number;
  readonly number: number;
  readonly input: unknown;
  readonly failure: Failure;
}

interface Saved {
  readonly kind: string;
  readonly input: unknown;
}

/** Returns the folder. */
export async function saveFinding(finding: Finding, runner: Runner, root: string): Promise<string> {
  const { kind, seed, number, failure } = finding;
  const signature = signatureOf(failure);
  const until = performance.now() + minimiseTime;
  const input = await kind.minimise(finding.input, async (smaller: unknown) => {
    if (performance.now() > until) throw new OutOfTime();
    const { failure: other } = await runner.runOnce({ kind: kind.name, input: smaller });
    return other !== undefined && signatureOf(other) === signature;
  });
  const folder = join(root, `${kind.name}-${seed}-${number}`);
  mkdirSync(folder, { recursive: true });
  const saved: Saved = { kind: kind.name, input };
  writeFileSync(join(folder, 'input.bin'), serialize(saved));
  for (const [name, content] of Object.entries(kind.describe(input))) writeFileSync(join(folder, name), content);
  const commands = [
    `npm run fuzz -- --replay ${folder}    (the input in this folder)`,
    `npm run fuzz -- --kind ${kind.name} --seed ${seed} --case ${number}    (the case it was found by)`,
  ];
  writeFileSync(join(folder, 'finding.txt'), `${failure.kind}: ${failure.message}\n\n${commands.join('\n')}\n`);
  return folder;
}

export function readFinding(folder: string): Saved {
  return deserialize(readFileSync(join(folder, 'input.bin'))) as Saved;
}
