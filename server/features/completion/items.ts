// Completion items: how each looks in the editor's list, and the text it inserts.
import { type CompletionItem, CompletionItemKind, InsertTextFormat, MarkupKind } from 'vscode-languageserver';
import type { Builtin, Declaration, VisibleBlock } from '../../../language/index.js';
import { escapeMarkdown } from '../../../model/index.js';
import type { Callee } from '../../cursor/callee.js';

export function builtinItem(builtin: Builtin, snippets: boolean): CompletionItem {
  const needed = builtin.parameters.filter((parameter) => !parameter.default).map(({ name }) => name);
  return {
    ...callItem(builtin.name, builtin.signature, needed, snippets),
    kind: CompletionItemKind.Function,
    documentation: markdown(builtin.documentation),
  };
}

/** In `defaults`, where every argument has its name. */
export function defaultsItem(builtin: Builtin, snippets: boolean): CompletionItem {
  const item = builtinItem(builtin, false);
  if (!snippets) return item;
  return { ...item, insertText: `${builtin.name}($1)`, insertTextFormat: InsertTextFormat.Snippet };
}

export function blockItem(block: VisibleBlock, snippets: boolean): CompletionItem {
  const { name, signature, documentation, parameters } = block;
  const needed = parameters.filter((each) => !each.includes('='));
  return {
    ...callItem(name, signature, needed, snippets),
    kind: CompletionItemKind.Class,
    documentation: markdown(escapeMarkdown(documentation)),
  };
}

/** A call with places for the arguments that must be given. */
function callItem(name: string, signature: string, needed: readonly string[], snippets: boolean): CompletionItem {
  const item = { label: name, detail: signature };
  if (!snippets || needed.length === 0) return item;
  const places = needed.map((argument, index) => `\${${index + 1}:${argument}}`);
  return { ...item, insertText: `${name}(${places.join(', ')})`, insertTextFormat: InsertTextFormat.Snippet };
}

export function localItem({ symbol, kind, value }: Declaration): CompletionItem {
  return {
    label: symbol.name,
    kind: CompletionItemKind.Variable,
    detail: value === undefined ? kind : `${kind} = ${value.length > 60 ? `${value.slice(0, 60)}…` : value}`,
  };
}

/** The name of an argument, or of a job's setting. */
export function labelItem(name: string, written: string, sign: '=' | ' = ', callee?: Callee): CompletionItem {
  return {
    label: name,
    kind: CompletionItemKind.Property,
    detail: written.replace('=', sign),
    insertText: `${name}${sign}`,
    sortText: `0${name}`,
    documentation: callee && markdown(callee.documentation),
  };
}

/** Keywords, figures and the like, which insert themselves. */
export function wordItems(labels: readonly string[], kind: CompletionItemKind): CompletionItem[] {
  return labels.map((label) => ({ label, kind }));
}

/** `value` is Markdown: text from a file is escaped. */
function markdown(value: string) {
  return value === '' ? undefined : { kind: MarkupKind.Markdown, value };
}
