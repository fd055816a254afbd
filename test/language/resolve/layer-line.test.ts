// The line to show for a layer: its own, or that of the call that brought it from another file.
import { expect, it } from 'vitest';
import { findLayerLine, parseCnn, parseTree } from '../../../language/index.js';

it('is the line of the call in the file analysed', () => {
  const text = `import "unit.cnn"
block Own { relu
  -> Unit }
network A { input(8x8x1)
  -> Own
  -> Unit
  -> fc(10) }
`;
  const unit = parseTree('block Unit { conv(4)\n -> Inner }\nblock Inner { relu }\n');
  const { networks, diagnostics } = parseCnn(text, 'a', () => ({ id: 'unit', parsed: unit }));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [network] = networks;
  const lines = network.graph.layers.map(({ id, path }) => [path, findLayerLine(network, id) + 1]);
  expect(lines).toEqual([
    ['input', 4],
    ['Own/relu', 2],
    ['Own/Unit/conv', 3],
    ['Own/Unit/Inner/relu', 3],
    ['Unit/conv', 6],
    ['Unit/Inner/relu', 6],
    ['fc', 7],
  ]);
});
