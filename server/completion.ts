// What may be written at the cursor, from the same declarations that check it: layers and blocks in a chain, a call's
// arguments and the words they take, what a training job may say.
import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
  type Position,
} from 'vscode-languageserver';
import { answersTo, augmentations, type Builtin, builtins, type Importer, localNames } from '../language/index.js';
import { blocksOf, builtinCallee, type Callee, calleeNamed } from './callee.js';
import { type Cursor, cursorAt, type OpenCall } from './cursor.js';
import type { OpenFile } from './open-file.js';

/** @param snippets whether the editor can take `conv(${1:filters})` */
export function completionsOf(
  file: OpenFile,
  position: Position,
  importer: Importer,
  snippets: boolean,
): CompletionItem[] {
  const text = file.document.getText();
  const offset = file.document.offsetAt(position);
  const cursor = cursorAt(text, offset);
  if (!cursor || cursor.inNumber) return [];
  const { body, call } = cursor;
  if (call) return argumentItems(cursor, call, file, offset, importer, snippets);
  if (body === 'train') return jobItems(cursor, snippets);
  if (body === 'defaults') return builtinsOf(['layer', 'join']).map((builtin) => builtinItem(builtin, snippets));
  const items = flowItems(file, offset, importer, snippets);
  if (cursor.expects === 'value') return items;
  return [...statements(body).map(keywordItem), ...items];
}

function statements(body: Cursor['body']): readonly string[] {
  if (body === 'file') return ['network', 'block', 'train', 'defaults', 'import'];
  return body === 'network' ? ['assert'] : [];
}

/** Names of arguments that are not given yet, and what the argument at the cursor may be. */
function argumentItems(
  cursor: Cursor,
  call: OpenCall,
  file: OpenFile,
  offset: number,
  importer: Importer,
  snippets: boolean,
): CompletionItem[] {
  const callee = calleeNamed(call.name, cursor.body, file, importer);
  const { label, index, labels } = call;
  const parameters = callee?.parameters ?? [];
  const at = label === undefined ? parameters[index] : parameters.find(({ name }) => name === label);
  const items = valueItems(at?.type, file, offset, importer, snippets);
  if (label !== undefined || cursor.expects !== 'value') return items;
  const positional = index - labels.length;
  const free = parameters.filter(({ name }, place) => place >= positional && !labels.includes(name));
  return [...free.map((parameter) => labelItem(parameter.name, parameter.written, callee)), ...items];
}

/** What a parameter of a type takes; a block's parameter takes anything. */
function valueItems(
  type: string | undefined,
  file: OpenFile,
  offset: number,
  importer: Importer,
  snippets: boolean,
): CompletionItem[] {
  if (type === undefined || type === 'branch' || type === 'tensor') {
    return flowItems(file, offset, importer, snippets);
  }
  return [...settingItems(type, snippets), ...localItems(file, offset)];
}

/** The words a type knows, and the built-ins it takes, such as the optimizers. */
function settingItems(type: string, snippets: boolean): CompletionItem[] {
  const { symbols, category } = answersTo(type);
  const named = category === undefined ? [] : builtinsOf([category]);
  return [
    ...symbols.map((label) => ({ label, kind: CompletionItemKind.EnumMember })),
    ...named.map((builtin) => builtinItem(builtin, snippets)),
  ];
}

function jobItems({ binding, expects }: Cursor, snippets: boolean): CompletionItem[] {
  const [job] = builtinsOf(['job']);
  if (!job) return [];
  const { parameters } = builtinCallee(job);
  if (expects === 'value' && binding !== undefined) {
    const type = parameters.find(({ name }) => name === binding)?.type;
    return type === undefined ? [] : settingItems(type, snippets);
  }
  return parameters.map(({ name, written }) => ({
    ...labelItem(name, written, undefined),
    insertText: `${name} = `,
  }));
}

/** All that can stand in a chain: layers, blocks, and the names around. */
function flowItems(file: OpenFile, offset: number, importer: Importer, snippets: boolean): CompletionItem[] {
  const flowing = builtinsOf(['layer', 'join', 'piece', 'statement']);
  return [
    ...localItems(file, offset),
    ...blocksOf(file, importer).map(({ name, signature, documentation, parameters }) => ({
      ...callItem(
        name,
        signature,
        parameters.filter((each) => !each.includes('=')),
        snippets,
      ),
      kind: CompletionItemKind.Class,
      documentation: markdown(documentation),
    })),
    ...flowing.map((builtin) => builtinItem(builtin, snippets)),
  ];
}

function localItems(file: OpenFile, offset: number): CompletionItem[] {
  return localNames(file.parsed, offset).map(({ name, kind, value }) => ({
    label: name,
    kind: CompletionItemKind.Variable,
    detail: value === undefined ? kind : `${kind} = ${value.length > 60 ? `${value.slice(0, 60)}…` : value}`,
  }));
}

function builtinsOf(categories: readonly Builtin['category'][]): Builtin[] {
  return [...new Set([...builtins.values(), ...augmentations.values()])].filter(({ category }) =>
    categories.includes(category),
  );
}

function builtinItem(builtin: Builtin, snippets: boolean): CompletionItem {
  const needed = builtin.parameters.filter((parameter) => !parameter.default).map(({ name }) => name);
  return {
    ...callItem(builtin.name, builtin.signature, needed, snippets),
    kind: CompletionItemKind.Function,
    documentation: markdown(builtin.documentation),
  };
}

/** A call with places for the arguments that must be given. */
function callItem(name: string, signature: string, needed: readonly string[], snippets: boolean): CompletionItem {
  const item = { label: name, detail: signature };
  if (!snippets || needed.length === 0) return item;
  const places = needed.map((argument, index) => `\${${index + 1}:${argument}}`);
  return { ...item, insertText: `${name}(${places.join(', ')})`, insertTextFormat: InsertTextFormat.Snippet };
}

function labelItem(name: string, written: string, callee: Callee | undefined): CompletionItem {
  return {
    label: name,
    kind: CompletionItemKind.Property,
    detail: written,
    insertText: `${name}=`,
    sortText: `0${name}`,
    documentation: callee && markdown(callee.documentation),
  };
}

function keywordItem(label: string): CompletionItem {
  return { label, kind: CompletionItemKind.Keyword };
}

function markdown(value: string) {
  return value === '' ? undefined : { kind: MarkupKind.Markdown, value };
}
