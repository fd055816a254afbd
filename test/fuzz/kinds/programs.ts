// Programs made by grammar: their figures are sane, and rewrites that mean the same do not change them.
import { deepStrictEqual } from 'node:assert';
import { type Analysis, defaultJob, type NetworkAnalysis, parseCnn, writtenJob } from '../../../language/index.js';
import { runToEnd } from '../../../model/interruptible.js';
import { createPlanner } from '../../../server/workspace/planner.js';
import { generateProgram } from '../generate/generate-program.js';
import { type Program, programText } from '../generate/program.js';
import { rewriteProgram, writeDifferently } from '../generate/rewrite-program.js';
import type { Kind } from '../kind.js';
import { minimiseText, minimiseValue } from '../minimise.js';
import { createRandom } from '../random.js';
import { checkAnalysis } from './check-analysis.js';

const planner = createPlanner();

export const programs: Kind<string> = {
  name: 'programs',
  draw: (random) => programText(generateProgram(random)),
  async check(text, ask) {
    const analysis = await ask('analysis', () => parseCnn(text, 'fuzzed'));
    checkAnalysis(analysis, text);
    for (const network of analysis.networks.filter(({ sound }) => sound)) {
      const job = writtenJob(analysis, network.name) ?? defaultJob(network.name);
      const memory = await ask('memory', () => runToEnd(planner.compute('memory', network.graph, job)));
      const bytes = 4 * network.totals.parameters;
      const { training, inference, parts } = memory;
      if (!(training >= 2 * bytes && inference >= bytes && parts.parameters >= bytes)) {
        throw new Error(`${network.name} has ${bytes} bytes of parameters, and ${JSON.stringify(memory)}`);
      }
      const sum = Object.values(parts).reduce((all, part) => all + part, 0);
      if (sum !== training) throw new Error(`the parts of the memory are ${sum} bytes together, not ${training}`);
    }
  },
  minimise: minimiseText,
  describe: (text) => ({ 'input.cnn': text }),
};

/** The rewrites are drawn from the seed, so that a smaller program is rewritten in the same way. */
interface Rewriting {
  readonly program: Program;
  readonly seed: number;
}

const written = ({ program }: Rewriting) => programText(program);

function rewritten({ program, seed }: Rewriting): string {
  const random = createRandom(seed);
  return writeDifferently(rewriteProgram(program, random), random);
}

export const rewrites: Kind<Rewriting> = {
  name: 'rewrites',
  draw: (random) => ({ program: generateProgram(random), seed: random.below(2 ** 31) }),
  async check(input, ask) {
    const [before, after] = [written(input), rewritten(input)];
    const expected = meaningOf(await ask('analysis', () => parseCnn(before, 'fuzzed')));
    const actual = meaningOf(await ask('analysis', () => parseCnn(after, 'fuzzed')));
    deepStrictEqual(actual, expected);
  },
  async minimise(input, fails) {
    const failsWith = (program: unknown) => fails({ ...input, program: program as Program });
    return { ...input, program: (await minimiseValue(input.program, failsWith, false)) as Program };
  },
  describe: (input) => ({ 'input.cnn': written(input), 'rewritten.cnn': rewritten(input) }),
};

/** Figures and jobs by network, without paths and places; those of networks with errors are not compared. */
function meaningOf({ networks, jobs }: Analysis) {
  const figures = ({ instances, totals, graph }: NetworkAnalysis) => ({
    totals,
    outputs: graph.outputs,
    layers: instances.map(({ layer: { operation, inputs, output }, cost, field }) => [
      ...[operation, inputs, output, cost, field],
    ]),
  });
  const byName = networks.map((network) => [network.name, network.sound && figures(network)] as const);
  return {
    networks: Object.fromEntries(byName),
    jobs: Object.fromEntries(jobs.map(({ network, job }) => [network, job])),
  };
}
