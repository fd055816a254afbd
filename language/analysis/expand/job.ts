// From a `train` statement to a training job.
import { type Builtin, findBuiltin } from '../../builtins.js';
import type { Argument, Call, Train } from '../../generated/ast.js';
import type { Optimizer } from '../../graph/index.js';
import type { JobAnalysis } from '../analysis.js';
import { nearest } from '../suggest.js';
import { bindArguments, readArguments } from './arguments.js';
import type { FileContext } from './expansion.js';
import { declarationRange, rangeOf } from './ranges.js';
import { Scope, type Value } from './value.js';

/** `networks` are the names in the file, in order; a `train` without a name means the only one. */
export function expandJob(train: Train, networks: readonly string[], file: FileContext): JobAnalysis {
  const errorsBefore = file.problems.errors;
  const range = rangeOf(train);
  const nameRange = declarationRange(train, 'train', 'network');
  const network = train.network ?? (networks.length === 1 ? networks[0] : '');
  checkNetwork(train, networks, nameRange, file);
  const batch = train.settings.find((setting) => setting.name === 'batch');
  const settings = readSettings(asCall(train), findBuiltin('training')!, file);
  const optimizer = readOptimizer(settings.get('optimizer') as Value, file);
  const data = settings.get('data') as Value;
  const job =
    optimizer && data.kind === 'setting' && file.problems.errors === errorsBefore
      ? {
          network,
          data: data.builtin.name,
          optimizer,
          batch: settings.get('batch') as number,
          epochs: settings.get('epochs') as number,
          seed: settings.get('seed') as number,
        }
      : undefined;
  return { range, nameRange, network, job, batchRange: batch ? rangeOf(batch.value) : nameRange };
}

function checkNetwork(
  train: Train,
  networks: readonly string[],
  nameRange: JobAnalysis['nameRange'],
  file: FileContext,
) {
  const { problems } = file;
  if (train.network === undefined) {
    if (networks.length !== 1) {
      const message = `\`train\` needs the name of a network: the file has ${networks.length}.`;
      problems.error('no-network-named', nameRange, message);
    }
  } else if (!networks.includes(train.network)) {
    const near = nearest(train.network, networks);
    const message = `no network is called \`${train.network}\` here${near ? `: did you mean \`${near}\`?` : '.'}`;
    const fixes = near ? [{ title: `Write ${near}`, edits: [{ range: nameRange, newText: near }] }] : [];
    problems.error('unknown-network', nameRange, message, { fixes });
  }
}

/** The settings in braces are matched as a call's named arguments are. */
function asCall(train: Train): Call {
  const named = train.settings.map(
    (setting) => ({ ...setting, $type: 'Argument', $cstNode: setting.$cstNode }) as unknown as Argument,
  );
  return {
    $type: 'Call',
    name: 'train',
    arguments: named,
    parenthesis: true,
    $cstNode: train.$cstNode,
  } as unknown as Call;
}

/** A built-in call's arguments, read; stand-ins where one is wrong. */
function readSettings(call: Call, builtin: Builtin, file: FileContext): ReadonlyMap<string, unknown> {
  const scope = new Scope('file');
  const context = { file, scope, given: undefined };
  const binding = bindArguments(call, builtin.parameters, context, scope);
  return readArguments(call, builtin.parameters, binding, context).values;
}

function readOptimizer(value: Value, file: FileContext): Optimizer | undefined {
  if (value.kind !== 'setting') return undefined;
  const values = readSettings(value.call, value.builtin, file);
  return {
    kind: 'sgd',
    learningRate: values.get('lr') as number,
    momentum: values.get('momentum') as number,
  };
}
