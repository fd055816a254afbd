// A program as data, and as tokens: blocks, networks and jobs that rewrites can change without changing a figure.
import { builtins } from '../../../language/index.js';

/** A value as written, or the name of a binding or parameter. */
export type Value = string | { readonly name: string };

/** In the order of the parameters; `named` arguments follow the others. */
export interface Argument {
  readonly parameter: string;
  readonly value: Value;
  readonly named: boolean;
}

export type Element =
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Argument[] }
  | { readonly kind: 'repeat'; readonly elements: readonly Element[]; readonly count: number }
  | { readonly kind: 'group'; readonly elements: readonly Element[] }
  /** A branch without elements is `identity`. */
  | { readonly kind: 'join'; readonly name: string; readonly branches: readonly (readonly Element[])[] };

export interface Block {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly initial?: string }[];
  readonly elements: readonly Element[];
}

export interface Binding {
  readonly name: string;
  readonly value: string;
}

export interface Network {
  readonly name: string;
  /** Numbers. */
  readonly bindings: readonly Binding[];
  readonly elements: readonly Element[];
}

export interface Job {
  readonly network: string;
  readonly settings: readonly Binding[];
}

export interface Program {
  readonly blocks: readonly Block[];
  readonly networks: readonly Network[];
  readonly jobs: readonly Job[];
}

export type Statement =
  | { readonly kind: 'block'; readonly item: Block }
  | { readonly kind: 'network'; readonly item: Network }
  | { readonly kind: 'job'; readonly item: Job };

export function statementsOf({ blocks, networks, jobs }: Program): Statement[] {
  return [
    ...blocks.map((item) => ({ kind: 'block' as const, item })),
    ...networks.map((item) => ({ kind: 'network' as const, item })),
    ...jobs.map((item) => ({ kind: 'job' as const, item })),
  ];
}

/** The names of a built-in's or a block's parameters, in order. */
export function parametersOf(name: string, blocks: readonly Block[]): readonly string[] {
  const block = blocks.find((each) => each.name === name);
  return (block ?? builtins.get(name))?.parameters?.map((parameter) => parameter.name) ?? [];
}

/** Tokens: any white space and comments may come between two of them. */
export function statementTokens({ kind, item }: Statement): string[] {
  switch (kind) {
    case 'block':
      return ['block', item.name, ...parameterTokens(item), '{', ...chainTokens(item.elements), '}'];
    case 'network':
      return ['network', item.name, '{', ...item.bindings.flatMap(bindingTokens), ...chainTokens(item.elements), '}'];
    case 'job':
      return ['train', item.network, '{', ...item.settings.flatMap(bindingTokens), '}'];
  }
}

export function programText(program: Program): string {
  return statementsOf(program)
    .map((statement) => statementTokens(statement).join(' '))
    .join('\n');
}

function parameterTokens({ parameters }: Block): string[] {
  if (parameters.length === 0) return [];
  const written = parameters.map(({ name, initial }) => (initial === undefined ? [name] : [name, '=', initial]));
  return ['(', ...separated(written, ','), ')'];
}

const bindingTokens = ({ name, value }: Binding) => [name, '=', value];

export function chainTokens(elements: readonly Element[]): string[] {
  return elements.length === 0 ? ['identity'] : separated(elements.map(elementTokens), '->');
}

function elementTokens(element: Element): string[] {
  switch (element.kind) {
    case 'call': {
      if (element.arguments.length === 0) return [element.name];
      return [element.name, '(', ...separated(element.arguments.map(argumentTokens), ','), ')'];
    }
    case 'repeat':
      return ['[', ...chainTokens(element.elements), ']', '*', `${element.count}`];
    case 'group':
      return ['[', ...chainTokens(element.elements), ']'];
    case 'join':
      return [element.name, '(', ...separated(element.branches.map(chainTokens), ','), ')'];
  }
}

function argumentTokens({ parameter, value, named }: Argument): string[] {
  const text = typeof value === 'string' ? value : value.name;
  return named ? [parameter, '=', text] : [text];
}

function separated(parts: readonly (readonly string[])[], separator: string): string[] {
  return parts.flatMap((part, index) => (index === 0 ? part : [separator, ...part]));
}
