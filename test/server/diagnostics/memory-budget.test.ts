// Diagnostics of memory, against the setting and against the job's own limit, with memory remedies that are tried.
import { describe, expect, it } from 'vitest';
import { parseCnn } from '../../../language/index.js';
import { applyEdits } from '../../../language/text/edits.js';
import { runToEnd } from '../../../model/interruptible.js';
import { overBudget } from '../../../server/diagnostics/memory-budget.js';
import { createPlanner } from '../../../server/workspace/planner.js';
import { checkpointedBytes, memoryOf } from '../../support/gpu-planning.js';

const MiB = 2 ** 20;
const network = (norm: string) =>
  `network A { input(28x28x1) -> conv(16) -> ${norm} -> relu -> maxpool(2) -> fc(10) }\n`;
const diagnose = (text: string, budget = 4096 * MiB) =>
  runToEnd(overBudget(parseCnn(text, 'a.cnn'), budget, createPlanner()));

describe('a step over the setting', () => {
  const text = `${network('group_norm(4)')}train A { data = digits  batch = 256 }`;

  it('names the batch that fits and the memory for this one in parts, each with its fix', () => {
    const [diagnostic, ...others] = diagnose(text, 8 * MiB);
    expect(others).toEqual([]);
    expect(diagnostic).toMatchObject({ code: 'over-memory-budget', severity: 'warning' });
    expect(diagnostic.message).toMatch(
      /: batch=\d+ fits, with [\d.]+ MiB\..* With `memory = 8MiB` the batch is computed in \d+ parts of \d+\.$/,
    );
    expect(diagnostic.fixes.map(({ title }) => title)).toEqual([
      expect.stringMatching(/^Train with batch=\d+$/),
      'Compute the batch in parts: memory = 8MiB',
    ]);
    for (const { edits } of diagnostic.fixes) expect(diagnose(applyEdits(text, edits), 8 * MiB)).toEqual([]);
    expect(applyEdits(text, diagnostic.fixes[1].edits)).toContain('batch = 256  memory = 8MiB }');
  });

  it('lowers a memory that the job allows beyond it', () => {
    const allowed = text.replace('256', '256 memory = 1GiB');
    const [diagnostic] = diagnose(allowed, 8 * MiB);
    expect(applyEdits(allowed, diagnostic.fixes[1].edits)).toContain('memory = 8MiB }');
  });

  it('offers no parts where a layer looks across images', () => {
    const [diagnostic] = diagnose(text.replace('group_norm(4)', 'bn'), 8 * MiB);
    expect(diagnostic.message).not.toContain('parts');
    expect(diagnostic.fixes).toHaveLength(1);
  });
});

describe('remedies', () => {
  const wide = (settings: string) =>
    `network Wide { input(28x28x1) -> [conv(256) -> relu]*4 -> fc(10) }\ntrain Wide { ${settings} }\n`;
  const { networks, jobs } = parseCnn(wide('batch = 64'), 'wide.cnn');
  const [{ graph }, job] = [networks[0], jobs[0].job!];

  it('name checkpoints where they would fit', () => {
    const [plain, checkpointed] = [memoryOf(graph, job).training, checkpointedBytes(graph, job)];
    expect(checkpointed).toBeLessThan(plain);
    const budget = (plain + checkpointed) / 2;
    expect(diagnose(wide('batch = 64'), budget).map(({ message }) => message)).toEqual([
      expect.stringContaining('With `checkpoint = true` the step takes'),
    ]);
    expect(diagnose(wide('batch = 64 checkpoint = true'), budget)).toEqual([]);
  });

  it('are none where not even one image fits, and not needed where the budget is large', () => {
    expect(diagnose(wide('batch = 4000'), 0.001 * 1024 * MiB)[0].message).toContain('not even one image fits');
    expect(diagnose(wide('batch = 4000'), 1000 * 1024 * MiB)).toEqual([]);
  });
});

describe("a job's own memory", () => {
  const job = (memory: string) => `train A { data = digits batch = 256 memory = ${memory} }`;

  it('is kept by parts', () => {
    expect(diagnose(network('group_norm(4)') + job('8MiB'))).toEqual([]);
  });

  it('cannot be where a layer looks across images', () => {
    const text = network('bn') + job('8MiB');
    const [diagnostic] = diagnose(text);
    expect(diagnostic).toMatchObject({ code: 'memory-too-small', severity: 'error' });
    expect(diagnostic.message).toMatch(
      new RegExp(
        '^the training takes [\\d.]+ MiB with 256 images, more than the 8 MiB allowed, ' +
          'and cannot be computed in parts, because `bn` needs all images of a batch: ' +
          'batch=\\d+ fits, with [\\d.]+ MiB\\.',
      ),
    );
    const { start, end } = diagnostic.range;
    expect(text.split('\n')[start.line].slice(start.character, end.character)).toBe('8MiB');
    for (const { edits } of diagnostic.fixes) expect(diagnose(applyEdits(text, edits))).toEqual([]);
  });

  it('cannot be where one image takes more', () => {
    const [diagnostic] = diagnose(network('group_norm(4)').replace('conv(16)', 'conv(1024)') + job('8MiB'));
    expect(diagnostic.message).toMatch(
      /^the training takes [\d.]+ MiB with one image at a time, more than the 8 MiB allowed: /,
    );
  });

  it.each(['2', '1KiB', '2GB', '(1, 2)', '-2GiB'])('is a number of bytes with a unit, not %s', (memory) => {
    const { diagnostics } = parseCnn(network('relu') + job(memory), 'a.cnn');
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0].severity).toBe('error');
  });

  it.each([
    ['1.5GiB', 1536 * MiB],
    ['64MiB', 64 * MiB],
    ['1G', 1e9],
    ['none', undefined],
  ])('reads %s', (memory, bytes) => {
    expect(parseCnn(network('relu') + job(memory), 'a.cnn').jobs[0].job!.memory).toBe(bytes);
  });
});
