// Says where a name that a file declares hides a built-in, and where a block's parameters share one.
import { canFlow, findBuiltin } from '../builtins/builtins.js';
import type { FileContext } from '../evaluate/file-context.js';
import { type Block, type Item, isBinding, isBlock, isNetwork } from '../syntax/generated/ast.js';
import { declarationRange, leading, rangeOf } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';

/**
 * Looks at the file's own blocks and networks; what it imports is looked at where it is written. A parameter may have a
 * layer's name without a word: `pad` and `scale` are what a block's numbers are called.
 */
export function checkDeclaredNames(items: readonly Item[], file: FileContext): void {
  for (const item of items) {
    if (isBlock(item)) checkBlock(item, file);
    if (!isBlock(item) && !isNetwork(item)) continue;
    for (const statement of item.statements) {
      if (isBinding(statement))
        checkHidden(statement.name, leading(rangeOf(statement, file), statement.name.length), file);
    }
  }
}

function checkBlock(block: Block, file: FileContext): void {
  if (block.name) checkHidden(block.name, declarationRange(block, file, 'block'), file);
  const names = new Set<string>();
  for (const parameter of block.parameters) {
    const { name } = parameter;
    if (names.has(name)) {
      const range = leading(rangeOf(parameter, file), name.length);
      file.diagnostics.error('name-twice', range, `a parameter of ${block.name} is called \`${name}\` already.`);
    }
    names.add(name);
  }
}

function checkHidden(name: string, range: Range, { diagnostics }: FileContext): void {
  const builtin = findBuiltin(name);
  if (!builtin || !canFlow(builtin)) return;
  diagnostics.report(
    'hides-builtin',
    range,
    `in this file \`${name}\` is not the built-in ${builtin.name}: it is hidden here.`,
  );
}
