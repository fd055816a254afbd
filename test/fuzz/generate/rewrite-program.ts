// Rewrites that must not change a figure: a program is written another way and means the same.
import type { Random } from '../random.js';
import {
  type Argument,
  type Element,
  type Program,
  parametersOf,
  type Statement,
  statementsOf,
  statementTokens,
} from './program.js';

type Rewrite = (program: Program, random: Random) => Program;

const rewrites: readonly Rewrite[] = [
  renameBlock,
  wrapInBlock,
  (program) => onElements(program, (each) => [unrolled(each)].flat()),
  (program, random) => onElements(program, (each) => (random.chance(0.3) ? [group(each)] : [each])),
  (program) => onArguments(program, (each) => ({ ...each, named: each.parameter !== 'unknown' })),
  positionalArguments,
  bindNumber,
];

/** Three rewrites one after the other. */
export function rewriteProgram(program: Program, random: Random): Program {
  return Array.from({ length: 3 }).reduce<Program>((rewritten) => random.pick(rewrites)(rewritten, random), program);
}

/** In another order, with other spaces and comments. */
export function writeDifferently(program: Program, random: Random): string {
  const statements = statementsOf(program);
  const shuffled = random.chance(0.5) ? shuffle(statements, random) : statements;
  return shuffled.map((statement) => spaced(statement, random)).join('\n');
}

function spaced(statement: Statement, random: Random): string {
  const space = () => random.pick([' ', ' ', '\n', '\t', '  \n ', ' /* a note */ ', ' // a note\n', '\r\n']);
  return statementTokens(statement)
    .map((token) => `${token}${space()}`)
    .join('');
}

function renameBlock(program: Program, random: Random): Program {
  if (program.blocks.length === 0) return program;
  const { name } = random.pick(program.blocks);
  const renamed = `Renamed_${name}`;
  const blocks = program.blocks.map((block) => (block.name === name ? { ...block, name: renamed } : block));
  const changed = onElements(program, (each) => [
    each.kind === 'call' && each.name === name ? { ...each, name: renamed } : each,
  ]);
  const bodies = new Map(changed.blocks.map((block) => [block.name, block.elements]));
  return {
    ...changed,
    blocks: blocks.map((block, index) => ({ ...block, elements: bodies.get(program.blocks[index].name)! })),
  };
}

/** A part of a network's chain becomes a block, which takes the bindings it reads as parameters. */
function wrapInBlock(program: Program, random: Random): Program {
  const network = random.pick(program.networks);
  if (network.elements.length < 3) return program;
  const from = random.integer(1, network.elements.length - 2);
  const to = random.integer(from + 1, network.elements.length - 1);
  const elements = network.elements.slice(from, to);
  const text = JSON.stringify(elements);
  const names = network.bindings.map(({ name }) => name).filter((name) => text.includes(`{"name":"${name}"}`));
  const name = `Wrapped${program.blocks.length}`;
  const call: Element = {
    kind: 'call',
    name,
    arguments: names.map((each) => ({ parameter: each, value: { name: each }, named: false })),
  };
  const wrapped = { ...network, elements: network.elements.toSpliced(from, to - from, call) };
  return {
    ...program,
    blocks: [...program.blocks, { name, parameters: names.map((each) => ({ name: each })), elements }],
    networks: program.networks.map((each) => (each === network ? wrapped : each)),
  };
}

function unrolled(each: Element): Element[] {
  if (each.kind !== 'repeat' || each.count === 0) return [each];
  return Array.from({ length: each.count }).flatMap(() => each.elements);
}

function group(each: Element): Element {
  return each.kind === 'call' && each.name === 'input' ? each : { kind: 'group', elements: [each] };
}

/** Every leading argument that can be written without its name. */
function positionalArguments(program: Program): Program {
  return onElements(program, (each) => {
    if (each.kind !== 'call') return [each];
    const parameters = parametersOf(each.name, program.blocks);
    const firstNamed = each.arguments.findIndex(({ parameter }, index) => parameters[index] !== parameter);
    const limit = firstNamed < 0 ? each.arguments.length : firstNamed;
    return [{ ...each, arguments: each.arguments.map((one, index) => ({ ...one, named: index >= limit })) }];
  });
}

/** A number in a network gets a name. */
function bindNumber(program: Program, random: Random): Program {
  const network = random.pick(program.networks);
  const name = `number${network.bindings.length}`;
  let value: string | undefined;
  const elements = network.elements.map((each): Element => {
    if (each.kind !== 'call' || value !== undefined) return each;
    const place = each.arguments.findIndex((one) => typeof one.value === 'string' && /^\d+$/.test(one.value));
    if (place < 0) return each;
    value = each.arguments[place].value as string;
    return { ...each, arguments: each.arguments.with(place, { ...each.arguments[place], value: { name } }) };
  });
  if (value === undefined) return program;
  const bindings = [...network.bindings, { name, value }];
  return {
    ...program,
    networks: program.networks.map((each) => (each === network ? { ...network, bindings, elements } : each)),
  };
}

/** Changes every element of every chain, inner ones first. */
function onElements(program: Program, change: (each: Element) => readonly Element[]): Program {
  const chain = (elements: readonly Element[]): readonly Element[] => elements.flatMap((each) => change(inside(each)));
  const inside = (each: Element): Element => {
    if (each.kind === 'call') return each;
    if (each.kind === 'join') return { ...each, branches: each.branches.map(chain) };
    return { ...each, elements: chain(each.elements) };
  };
  return {
    ...program,
    blocks: program.blocks.map((block) => ({ ...block, elements: chain(block.elements) })),
    networks: program.networks.map((network) => ({ ...network, elements: chain(network.elements) })),
  };
}

function onArguments(program: Program, change: (each: Argument) => Argument): Program {
  return onElements(program, (each) => [
    each.kind === 'call' ? { ...each, arguments: each.arguments.map(change) } : each,
  ]);
}

function shuffle<T>(items: readonly T[], random: Random): T[] {
  const order = [...items];
  for (let index = order.length - 1; index > 0; index--) {
    const other = random.below(index + 1);
    [order[index], order[other]] = [order[other], order[index]];
  }
  return order;
}
