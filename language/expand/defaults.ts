// Reads `defaults { conv(bias=false) }`: other defaults for layers, in one file's text.

import { findBuiltin } from '../builtins/builtins.js';
import { unknownArgument } from '../diagnostics/arguments.js';
import { unknownName } from '../diagnostics/names.js';
import type { FileContext } from '../evaluate/file-context.js';
import type { Defaults, Expression } from '../syntax/generated/ast.js';
import { nameRange, rangeOf } from '../syntax/ranges.js';

export function collectDefaults(
  statements: readonly Defaults[],
  file: Pick<FileContext, 'diagnostics' | 'starts'>,
): FileContext['defaults'] {
  const byLayer = new Map<string, Map<string, Expression>>();
  for (const call of statements.flatMap((statement) => statement.calls)) {
    const builtin = call.name ? findBuiltin(call.name) : undefined;
    if (builtin?.category !== 'layer') {
      file.diagnostics.report(unknownName, nameRange(call, file), { name: call.name, noLayer: true });
      continue;
    }
    const own = byLayer.get(builtin.name) ?? new Map<string, Expression>();
    byLayer.set(builtin.name, own);
    for (const argument of call.arguments) {
      if (argument.name && builtin.parameters.some((parameter) => parameter.name === argument.name)) {
        own.set(argument.name, argument.value);
      } else {
        const args = { defaults: builtin.name, signature: builtin.signature };
        file.diagnostics.report(unknownArgument, rangeOf(argument, file), args);
      }
    }
  }
  return byLayer;
}
