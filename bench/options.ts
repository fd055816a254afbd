// The command line of `npm run bench`.
import { parseArgs } from 'node:util';
import { type EnvironmentKey, entries, environmentKeys } from './contestants/index.js';
import { networkKeys } from './networks/networks.js';

const usage = `npm run bench -- [NETWORK...] [options]

  NETWORK           ${networkKeys.join(', ')}; default: all
  --only NAMES      ${entries.map(({ key }) => key).join(', ')}
  --where PLACES    ${environmentKeys.join(', ')};
                    wasm: all of WebAssembly
  --seconds N       about how long a case is measured (default 6)
  --limit N         seconds after which a case fails (default 240)
  --patience N      seconds to wait for a quiet machine before each case (default 20)
  --profile         measures each dispatch of Receptive's own step instead of comparing libraries
  --json FILE       saves the figures to a file, case by case; other cases already in it stay
  --resume          skips cases that the file of --json has: the same code, measured on a quiet machine
  --minutes N       starts no further case after N minutes; --resume continues from there (default: no limit)
  --page            everything in docs/benchmarks.md, unattended: --json dist/bench/figures.json --resume
                    --minutes 30; then writes the page
  --write FILE      measures nothing; writes the tables of docs/benchmarks.md from a file of --json

Names are separated by commas. The other libraries are installed into the cache when they are first needed.`;

/** The file that `--page` resumes from. */
const pageFigures = 'dist/bench/figures.json';

export interface Options {
  readonly networks: readonly string[];
  readonly only: readonly string[];
  readonly where: readonly EnvironmentKey[];
  readonly seconds: number;
  readonly limit: number;
  readonly patience: number;
  readonly profile: boolean;
  readonly json: string | undefined;
  readonly resume: boolean;
  /** Infinity for no limit. */
  readonly minutes: number;
  readonly page: boolean;
  readonly write: string | undefined;
}

/** Throws an Error with the usage when the arguments are wrong. */
export function readOptions(args: readonly string[]): Options {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        only: { type: 'string' },
        where: { type: 'string' },
        seconds: { type: 'string', default: '6' },
        limit: { type: 'string', default: '240' },
        patience: { type: 'string', default: '20' },
        profile: { type: 'boolean', default: false },
        json: { type: 'string' },
        resume: { type: 'boolean', default: false },
        minutes: { type: 'string' },
        page: { type: 'boolean', default: false },
        write: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) throw new Error('Compares the training speed of Receptive and other libraries.');
    if (values.resume && values.json === undefined && !values.page)
      throw new Error('--resume needs the file: --json FILE.');
    return {
      networks: names('networks', positionals, networkKeys),
      only: names('--only', values.only?.split(','), values.profile ? ['ours'] : entries.map(({ key }) => key)),
      where: names('--where', values.where?.split(',').flatMap(placesOf), environmentKeys),
      seconds: positive('seconds', values.seconds),
      limit: positive('limit', values.limit),
      patience: positive('patience', values.patience),
      profile: values.profile,
      json: values.json ?? (values.page ? pageFigures : undefined),
      resume: values.resume || values.page,
      minutes:
        values.minutes === undefined
          ? values.page
            ? 30
            : Number.POSITIVE_INFINITY
          : positive('minutes', values.minutes),
      page: values.page,
      write: values.write,
    };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${usage}`);
  }
}

/** `wasm` stands for all places of the CPU backend. */
function placesOf(place: string): readonly string[] {
  return place === 'wasm' ? environmentKeys.filter((key) => key.startsWith('wasm-')) : [place];
}

/** The given names, checked; all names when none is given. */
function names<Name extends string>(
  what: string,
  given: readonly string[] = [],
  known: readonly Name[],
): readonly Name[] {
  const unknown = given.find((name) => !known.includes(name as Name));
  if (unknown !== undefined) throw new Error(`${what}: there is no ${unknown}; there are ${known.join(', ')}.`);
  return given.length === 0 ? known : (given as readonly Name[]);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1e6)) throw new Error(`--${name} takes a number above 0, not ${text}.`);
  return value;
}
