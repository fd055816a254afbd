// The signature of the call being written, with the parameter at the cursor marked.
import { MarkupKind, type SignatureHelp, type SignatureHelpParams } from 'vscode-languageserver';
import { isRepeatable } from '../../language/index.js';
import { type Callee, findCallee } from '../cursor/callee.js';
import { type OpenCall, readCursorContext } from '../cursor/cursor-context.js';
import type { Feature } from './feature.js';

/** Undefined outside of calls, and in calls of a name that nothing declares. */
export const signatureHelp: Feature<SignatureHelpParams, SignatureHelp | undefined> = {
  method: 'textDocument/signatureHelp',
  capability: { signatureHelpProvider: { triggerCharacters: ['(', ','] } },
  handle({ file, symbols }, { position }) {
    const { document } = file;
    const { body, call } = readCursorContext(document.getText(), document.offsetAt(position)) ?? {};
    const callee = body && call && findCallee(call.name, body, symbols);
    if (!callee) return undefined;
    const signature = {
      label: callee.signature,
      documentation: { kind: MarkupKind.Markdown, value: callee.documentation },
      parameters: parameterRanges(callee),
    };
    return { signatures: [signature], activeSignature: 0, activeParameter: activeParameter(callee, call) };
  },
};

/** Where each parameter is in the signature's text. */
function parameterRanges({ signature, parameters }: Callee): { label: [number, number] }[] {
  let from = signature.indexOf('(') + 1;
  return parameters.map(({ written }) => {
    const start = signature.indexOf(written, from);
    from = start + written.length;
    return { label: [start, from] };
  });
}

/** A join takes any number of branches as its one parameter, `max` any number of numbers. */
function activeParameter({ parameters }: Callee, { index, label }: OpenCall): number | undefined {
  if (label === undefined) return isRepeatable(parameters[0]?.type) ? 0 : index;
  const named = parameters.findIndex(({ name }) => name === label);
  return named < 0 ? undefined : named;
}
