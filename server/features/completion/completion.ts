// What may be written at the cursor, from the declarations that the checks use: each place offers what is accepted
// there.
import { type CompletionItem, CompletionItemKind, type CompletionParams } from 'vscode-languageserver';
import {
  acceptedNames,
  acceptsNumbers,
  augmentations,
  type Builtin,
  builtins,
  figureNames,
  isRepeatable,
  keywords,
} from '../../../language/index.js';
import { describeBuiltin, findCallee } from '../../cursor/callee.js';
import { type CursorContext, type OpenCall, readCursorContext, readLabelsAfter } from '../../cursor/cursor-context.js';
import type { Snapshot } from '../../workspace/snapshot.js';
import type { Feature } from '../feature.js';
import { blockItem, builtinItem, defaultsItem, labelItem, localItem, wordItems } from './items.js';

export const completion: Feature<CompletionParams, CompletionItem[]> = {
  method: 'textDocument/completion',
  capability: { completionProvider: { triggerCharacters: ['(', '>', '='] } },
  handle(snapshot, { position }) {
    const { document } = snapshot.file;
    const offset = document.offsetAt(position);
    const cursor = readCursorContext(document.getText(), offset);
    return cursor && !cursor.inNumber ? itemsAt({ snapshot, offset, cursor }) : [];
  },
};

/** Where completion is asked for. */
interface Context {
  readonly snapshot: Snapshot;
  readonly offset: number;
  readonly cursor: CursorContext;
}

function itemsAt(context: Context): CompletionItem[] {
  const { body, call, expected } = context.cursor;
  if (expected === 'nothing') return [];
  if (expected === 'network') return networkItems(context);
  if (expected === 'figure') return [...wordItems(figureNames, CompletionItemKind.Property), ...localItems(context)];
  if (expected === 'operand') return operandItems(context);
  if (expected === 'statement') return statementItems(context);
  if (expected === 'layer' && body !== 'train') return layerItems(context);
  if (call) return argumentItems(call, context);
  if (body === 'train') return settingItems(typeOfSetting(context.cursor.binding), context);
  return body === 'defaults' ? [] : [...layerItems(context), ...inputItem(context), ...functionItems(context)];
}

function statementItems(context: Context): CompletionItem[] {
  const keywordItems = (...labels: string[]) => wordItems(labels, CompletionItemKind.Keyword);
  const tensors = () => [...inputItem(context), ...builtinItems(['join'], context)];
  switch (context.cursor.body) {
    case 'file':
      return [...keywordItems(...keywords), ...tensors()];
    case 'network':
      // A chain starts with a tensor: any other layer would have no input.
      return [...keywordItems('assert'), ...localItems(context), ...builtinItems(['statement'], context), ...tensors()];
    case 'block':
      return [...layerItems(context), ...inputItem(context)];
    case 'train':
      return freeLabels(job().parameters, context).map(({ name, written }) => labelItem(name, written, ' = '));
    case 'defaults':
      return builtinsIn(['layer'])
        .filter(({ parameters }) => parameters.some((parameter) => parameter.default))
        .map((builtin) => defaultsItem(builtin, context.snapshot.client.snippets));
  }
}

/** Names of arguments that are not given yet, and what the argument at the cursor may be. */
function argumentItems({ name, index, label, labels, begins }: OpenCall, context: Context): CompletionItem[] {
  const { cursor, snapshot } = context;
  const callee = findCallee(name, cursor.body, snapshot.symbols);
  if (!callee) return [];
  const { parameters } = callee;
  // A join takes any number of branches, `max` any number of numbers; they have no names.
  const [first] = parameters;
  if (isRepeatable(first?.type)) return label === undefined ? valueItems(first.type, context) : [];
  const positional = labels.length === 0 && cursor.body !== 'defaults' ? parameters[index] : undefined;
  const at = label === undefined ? positional : parameters.find((parameter) => parameter.name === label);
  const items = at ? valueItems(at.type, context) : [];
  if (!begins) return items;
  const free = freeLabels(parameters.slice(index - labels.length), context);
  return [...free.map((parameter) => labelItem(parameter.name, parameter.written, '=', callee)), ...items];
}

/** The parameters that the call or body around the cursor does not give yet, neither before the cursor nor after it. */
function freeLabels<P extends { readonly name: string }>(parameters: readonly P[], context: Context): P[] {
  const { cursor, snapshot, offset } = context;
  const given = new Set([...cursor.labels, ...readLabelsAfter(snapshot.file.document.getText(), offset)]);
  return parameters.filter(({ name }) => !given.has(name));
}

/** '' for a name that is no setting of a job. */
function typeOfSetting(setting: string | undefined): string {
  return job().parameters.find(({ name }) => name === setting)?.type ?? '';
}

function job() {
  return describeBuiltin(builtins.get('training')!);
}

/** What a parameter of a type takes; a block's parameter takes anything. */
function valueItems(type: string | undefined, context: Context): CompletionItem[] {
  if (type === undefined) return [...layerItems(context), ...inputItem(context), ...functionItems(context)];
  if (type === 'branch') return [...layerItems(context), ...inputItem(context)];
  if (type === 'tensor') {
    return [...localItems(context), ...inputItem(context), ...builtinItems(['join'], context)];
  }
  // Where words are offered, a number is rarely computed.
  const isComputed = acceptedNames(type).symbols.length === 0 && acceptsNumbers(type);
  const functions = isComputed ? functionItems(context) : [];
  return [...settingItems(type, context), ...localItems(context), ...functions];
}

/**
 * The words a type knows, and the built-ins it takes, such as the optimizers. Only steps of augmentation are joined
 * by `->`.
 */
function settingItems(type: string, context: Context): CompletionItem[] {
  const { symbols, category } = acceptedNames(type);
  if (context.cursor.expected === 'layer' && category !== 'augmentation') return [];
  return [
    ...wordItems(symbols, CompletionItemKind.EnumMember),
    ...(category === undefined ? [] : builtinItems([category], context)),
  ];
}

/** What may follow an arrow: layers, blocks, and the names in scope. */
function layerItems(context: Context): CompletionItem[] {
  const { symbols, client } = context.snapshot;
  const layers = builtinsIn(['layer', 'join', 'piece']).filter(({ name }) => name !== 'input');
  return [
    ...localItems(context),
    ...symbols.blocks.map((block) => blockItem(block, client.snippets)),
    ...layers.map((builtin) => builtinItem(builtin, client.snippets)),
  ];
}

/** In a block, `input` is the block's own input, and has no size. */
function inputItem({ cursor: { body }, snapshot }: Context): CompletionItem[] {
  return [builtinItem(builtins.get('input')!, snapshot.client.snippets && body !== 'block')];
}

/** What a number may be computed from. */
function operandItems(context: Context): CompletionItem[] {
  return [...localItems(context), ...functionItems(context)];
}

function functionItems(context: Context): CompletionItem[] {
  return builtinItems(['function'], context);
}

function localItems({ snapshot, offset }: Context): CompletionItem[] {
  const scope = snapshot.symbols.scopeAt(snapshot.file.document.positionAt(offset));
  return scope?.names.map(localItem) ?? [];
}

function networkItems({ snapshot }: Context): CompletionItem[] {
  const names = snapshot.analysis.networks.map(({ name }) => name);
  return wordItems(
    [...new Set(names)].filter((name) => /^[A-Za-z_]\w*$/.test(name)),
    CompletionItemKind.Class,
  );
}

function builtinItems(categories: readonly Builtin['category'][], { snapshot }: Context): CompletionItem[] {
  return builtinsIn(categories).map((builtin) => builtinItem(builtin, snapshot.client.snippets));
}

function builtinsIn(categories: readonly Builtin['category'][]): Builtin[] {
  return [...new Set([...builtins.values(), ...augmentations.values()])].filter(({ category }) =>
    categories.includes(category),
  );
}
