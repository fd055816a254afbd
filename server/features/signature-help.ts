// The signature of the call being written, with the parameter at the cursor marked.
import { MarkupKind, type Position, type SignatureHelp } from 'vscode-languageserver';
import type { Importer } from '../../language/index.js';
import type { OpenFile } from '../workspace/open-file.js';
import { type Callee, calleeNamed } from './callee.js';
import { cursorAt, type OpenCall } from './cursor.js';

/** Undefined outside of calls, and in calls of what nobody declares. */
export function signatureHelpOf(file: OpenFile, position: Position, importer: Importer): SignatureHelp | undefined {
  const { document } = file;
  const { body, call } = cursorAt(document.getText(), document.offsetAt(position)) ?? {};
  const callee = body && call && calleeNamed(call.name, body, file, importer);
  if (!callee) return undefined;
  const signature = {
    label: callee.signature,
    documentation: { kind: MarkupKind.Markdown, value: callee.documentation },
    parameters: parameterRanges(callee),
  };
  return { signatures: [signature], activeSignature: 0, activeParameter: activeParameter(callee, call) };
}

/** Where each parameter stands in the signature's text. */
function parameterRanges({ signature, parameters }: Callee): { label: [number, number] }[] {
  let from = signature.indexOf('(') + 1;
  return parameters.map(({ written }) => {
    const start = signature.indexOf(written, from);
    from = start + written.length;
    return { label: [start, from] };
  });
}

/** A join takes any number of branches as its one parameter. */
function activeParameter({ parameters }: Callee, { index, label }: OpenCall): number | undefined {
  if (label === undefined) return parameters[0]?.type === 'branch' ? 0 : index;
  const named = parameters.findIndex(({ name }) => name === label);
  return named < 0 ? undefined : named;
}
