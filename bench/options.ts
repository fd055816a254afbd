// What `npm run bench` can be asked for.
import { parseArgs } from 'node:util';
import { entries, type PlaceKey, placeKeys } from './contestants/index.js';
import { networkKeys } from './networks.js';

export const usage = `npm run bench -- [NETWORK...] [options]

  NETWORK           ${networkKeys.join(', ')}; all where none is named
  --only NAMES      ${entries.map(({ key }) => key).join(', ')}
  --where PLACES    ${placeKeys.join(', ')}
  --seconds N       how long the steps of a case are measured, about (default 6)
  --limit N         seconds after which a case is given up (default 240)
  --patience N      seconds to wait for a quiet machine before each case (default 20)
  --profile         what each dispatch of Receptive's own step costs, instead of the comparison
  --json FILE       keeps the figures in a file, case by case; those of other cases already in it stay
  --resume          leaves out what the file of --json has already: the same code, measured on a quiet machine
  --minutes N       begins no further case after so long; --resume goes on from there (default: no end)
  --page            all that docs/benchmarks.md says, unattended: --json dist/bench/figures.json --resume
                    --minutes 30; then the page is written from it
  --paper           measures nothing: writes the tables of docs/kernels.md
  --write FILE      measures nothing: writes the tables of docs/benchmarks.md from such a file

Names are separated by commas. The peers are installed into the cache when they are first needed.`;

/** Where `--page` keeps its figures between its runs. */
const pageFigures = 'dist/bench/figures.json';

export interface Options {
  readonly networks: readonly string[];
  readonly only: readonly string[];
  readonly where: readonly PlaceKey[];
  readonly seconds: number;
  readonly limit: number;
  readonly patience: number;
  readonly profile: boolean;
  readonly paper: boolean;
  readonly json: string | undefined;
  readonly resume: boolean;
  /** Infinity for no end. */
  readonly minutes: number;
  readonly page: boolean;
  readonly write: string | undefined;
}

/** Throws an Error for people, usage included, where they cannot be read. */
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
        paper: { type: 'boolean', default: false },
        json: { type: 'string' },
        resume: { type: 'boolean', default: false },
        minutes: { type: 'string' },
        page: { type: 'boolean', default: false },
        write: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) throw new Error('Measures Receptive beside other libraries.');
    if (values.resume && values.json === undefined && !values.page)
      throw new Error('--resume wants the file: --json FILE.');
    return {
      networks: names('networks', positionals, networkKeys),
      only: names('--only', values.only?.split(','), values.profile ? ['ours'] : entries.map(({ key }) => key)),
      where: names('--where', values.where?.split(','), placeKeys),
      seconds: positive('seconds', values.seconds),
      limit: positive('limit', values.limit),
      patience: positive('patience', values.patience),
      profile: values.profile,
      paper: values.paper,
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

/** The names given, each of which must be known; all where none is given. */
function names<Name extends string>(
  what: string,
  given: readonly string[] = [],
  known: readonly Name[],
): readonly Name[] {
  const strange = given.find((name) => !known.includes(name as Name));
  if (strange !== undefined) throw new Error(`${what}: there is no ${strange}; there are ${known.join(', ')}.`);
  return given.length === 0 ? known : (given as readonly Name[]);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1e6)) throw new Error(`--${name} takes a number above 0, not ${text}.`);
  return value;
}
