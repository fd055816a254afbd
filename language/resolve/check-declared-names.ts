// Reports declared names that hide a built-in, parameters of one block that share a name, and pieces that use
// themselves.
import { canFlow, findBuiltin } from '../builtins/builtins.js';
import { recursion } from '../diagnostics/blocks.js';
import type { Reporter } from '../diagnostics/collect/collector.js';
import { hidesBuiltin, nameTwice } from '../diagnostics/names.js';
import { type Block, type Call, type Item, isBinding, isBlock, isNetwork } from '../syntax/generated/ast.js';
import { declarationRange, leadingRange, nameRange, rangeOf, type StatementStarts } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';
import { findSelfUses } from './find-self-uses.js';

interface CheckedFile extends StatementStarts {
  readonly diagnostics: Reporter;
}

/**
 * Checks the file's own blocks and networks; an imported file is checked by itself. A parameter may have a layer's
 * name: `pad` and `scale` are usual names for a block's numbers.
 */
export function checkDeclaredNames(items: readonly Item[], file: CheckedFile): void {
  for (const item of items) {
    if (isBlock(item)) checkBlock(item, file);
    if (!isBlock(item) && !isNetwork(item)) continue;
    for (const call of findSelfUses(item).values()) reportSelfUse(call, file);
    for (const statement of item.statements) {
      if (isBinding(statement))
        checkHidden(statement.name, leadingRange(rangeOf(statement, file), statement.name.length), file);
    }
  }
}

/** `a = a -> relu`, at the name that leads back. */
export function reportSelfUse(call: Call, file: CheckedFile): void {
  file.diagnostics.report(recursion, nameRange(call, file), { block: call.name });
}

function checkBlock(block: Block, file: CheckedFile): void {
  if (block.name) checkHidden(block.name, declarationRange(block, file, 'block'), file);
  const names = new Set<string>();
  for (const parameter of block.parameters) {
    const { name } = parameter;
    if (names.has(name)) {
      const range = leadingRange(rangeOf(parameter, file), name.length);
      file.diagnostics.report(nameTwice, range, { name, what: 'parameter', of: block.name });
    }
    names.add(name);
  }
}

function checkHidden(name: string, range: Range, { diagnostics }: CheckedFile): void {
  const builtin = findBuiltin(name);
  if (!builtin || !canFlow(builtin)) return;
  diagnostics.report(hidesBuiltin, range, { name, builtin: builtin.name });
}
