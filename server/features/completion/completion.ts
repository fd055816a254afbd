// What may be written at the cursor, from the same declarations that check it: each place offers what is accepted
// there.
import { type CompletionItem, CompletionItemKind, type Position } from 'vscode-languageserver';
import {
  answersTo,
  augmentations,
  type Builtin,
  builtins,
  figureNames,
  type Importer,
  keywords,
  localNames,
} from '../../../language/index.js';
import type { OpenFile } from '../../workspace/open-file.js';
import { blocksOf, builtinCallee, calleeNamed } from '../callee.js';
import { type Cursor, cursorAt, labelsBehind, type OpenCall } from '../cursor.js';
import { blockItem, builtinItem, defaultsItem, labelItem, localItem, wordItems } from './items.js';

/** Where something is asked, and of whom. */
interface Question {
  readonly file: OpenFile;
  readonly offset: number;
  readonly cursor: Cursor;
  readonly importer: Importer;
  /** Whether the editor can take `conv(${1:filters})`. */
  readonly snippets: boolean;
}

export function completionsOf(
  file: OpenFile,
  position: Position,
  importer: Importer,
  snippets: boolean,
): CompletionItem[] {
  const offset = file.document.offsetAt(position);
  const cursor = cursorAt(file.document.getText(), offset);
  if (!cursor || cursor.inNumber) return [];
  const question = { file, offset, cursor, importer, snippets };
  const { body, call, place } = cursor;
  if (place === 'nothing') return [];
  if (place === 'network') return networkItems(question);
  if (place === 'figure') return [...wordItems(figureNames, CompletionItemKind.Property), ...localItems(question)];
  if (place === 'operand') return localItems(question);
  if (place === 'statement') return statementItems(question);
  if (place === 'layer' && body !== 'train') return layerItems(question);
  if (call) return argumentItems(call, question);
  if (body === 'train') return settingItems(typeOfSetting(cursor.binding), question);
  return body === 'defaults' ? [] : [...layerItems(question), ...inputItem(question)];
}

function statementItems(question: Question): CompletionItem[] {
  const keywordItems = (...labels: string[]) => wordItems(labels, CompletionItemKind.Keyword);
  const tensors = () => [...inputItem(question), ...builtinItems(['join'], question)];
  switch (question.cursor.body) {
    case 'file':
      return [...keywordItems(...keywords), ...tensors()];
    case 'network':
      // Its chain starts with a tensor: nothing flows into any other.
      return [
        ...keywordItems('assert'),
        ...localItems(question),
        ...builtinItems(['statement'], question),
        ...tensors(),
      ];
    case 'block':
      return [...layerItems(question), ...inputItem(question)];
    case 'train':
      return freeLabels(job().parameters, question).map(({ name, written }) => labelItem(name, written, ' = '));
    case 'defaults':
      return builtinsOf(['layer'])
        .filter(({ parameters }) => parameters.some((parameter) => parameter.default))
        .map((builtin) => defaultsItem(builtin, question.snippets));
  }
}

/** Names of arguments that are not given yet, and what the argument at the cursor may be. */
function argumentItems({ name, index, label, labels, begins }: OpenCall, question: Question): CompletionItem[] {
  const { cursor, file, importer } = question;
  const callee = calleeNamed(name, cursor.body, file, importer);
  if (!callee) return [];
  const { parameters } = callee;
  // A join takes any number of branches, which have no names.
  const joins = parameters[0]?.type === 'branch';
  if (joins) return label === undefined ? valueItems('branch', question) : [];
  const positional = labels.length === 0 && cursor.body !== 'defaults' ? parameters[index] : undefined;
  const at = label === undefined ? positional : parameters.find((parameter) => parameter.name === label);
  const items = at ? valueItems(at.type, question) : [];
  if (!begins) return items;
  const free = freeLabels(parameters.slice(index - labels.length), question);
  return [...free.map((parameter) => labelItem(parameter.name, parameter.written, '=', callee)), ...items];
}

/** Those which the call or body around the cursor does not give yet, before it or behind. */
function freeLabels<P extends { readonly name: string }>(parameters: readonly P[], question: Question): P[] {
  const { cursor, file, offset } = question;
  const given = new Set([...cursor.labels, ...labelsBehind(file.document.getText(), offset)]);
  return parameters.filter(({ name }) => !given.has(name));
}

/** '' for one that a job does not have. */
function typeOfSetting(setting: string | undefined): string {
  return job().parameters.find(({ name }) => name === setting)?.type ?? '';
}

function job() {
  return builtinCallee(builtins.get('training')!);
}

/** What a parameter of a type takes; a block's parameter takes anything. */
function valueItems(type: string | undefined, question: Question): CompletionItem[] {
  if (type === undefined || type === 'branch') return [...layerItems(question), ...inputItem(question)];
  if (type === 'tensor') {
    return [...localItems(question), ...inputItem(question), ...builtinItems(['join'], question)];
  }
  return [...settingItems(type, question), ...localItems(question)];
}

/**
 * The words a type knows, and the built-ins it takes, such as the optimizers. Only steps of augmentation are joined
 * by `->`.
 */
function settingItems(type: string, question: Question): CompletionItem[] {
  const { symbols, category } = answersTo(type);
  if (question.cursor.place === 'layer' && category !== 'augmentation') return [];
  return [
    ...wordItems(symbols, CompletionItemKind.EnumMember),
    ...(category === undefined ? [] : builtinItems([category], question)),
  ];
}

/** What something can flow into: layers, blocks, and the names around. */
function layerItems(question: Question): CompletionItem[] {
  const { file, importer, snippets } = question;
  const layers = builtinsOf(['layer', 'join', 'piece']).filter(({ name }) => name !== 'input');
  return [
    ...localItems(question),
    ...blocksOf(file, importer).map((block) => blockItem(block, snippets)),
    ...layers.map((builtin) => builtinItem(builtin, snippets)),
  ];
}

/** In a block, `input` is what it is given, and has no size. */
function inputItem({ cursor: { body }, snippets }: Question): CompletionItem[] {
  return [builtinItem(builtins.get('input')!, snippets && body !== 'block')];
}

function localItems({ file, offset }: Question): CompletionItem[] {
  return localNames(file.parsed, offset).map(localItem);
}

function networkItems({ file, importer }: Question): CompletionItem[] {
  const names = file.analysis(importer).networks.map(({ name }) => name);
  return wordItems(
    [...new Set(names)].filter((name) => /^[A-Za-z_]\w*$/.test(name)),
    CompletionItemKind.Class,
  );
}

function builtinItems(categories: readonly Builtin['category'][], { snippets }: Question): CompletionItem[] {
  return builtinsOf(categories).map((builtin) => builtinItem(builtin, snippets));
}

function builtinsOf(categories: readonly Builtin['category'][]): Builtin[] {
  return [...new Set([...builtins.values(), ...augmentations.values()])].filter(({ category }) =>
    categories.includes(category),
  );
}
