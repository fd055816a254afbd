// The code lens over a `train` statement.
import { expect, it } from 'vitest';
import { codeLens } from '../../../server/features/code-lens.js';
import { lenet5 } from '../support/networks.js';
import { takeSnapshot } from '../support/snapshots.js';

it('offers to train each job', () => {
  const snapshot = takeSnapshot(`${lenet5}network B { input(28x28x1) -> fc(10) }\ntrain B { data = digits }\n`);
  const { uri } = snapshot.file.document;
  const starts = [
    { line: 6, character: 6 },
    { line: 13, character: 6 },
  ];
  expect(codeLens.handle(snapshot, { textDocument: { uri } })).toMatchObject(
    starts.map((start) => ({
      range: { start },
      command: { title: '▶ Train', command: 'cnn.train', arguments: [uri, start] },
    })),
  );
});
