// Collects a statement's declarations, and what each of its names may mean. As in language/expand, a number or tensor
// is computed where it is bound and sees the names before it; a piece, a result and an assertion are evaluated later
// and see all names of their block or network.
import { documentationAbove } from '../syntax/documentation.js';
import {
  type Argument,
  type Binding,
  type Block,
  type Call,
  type Defaults,
  type Expression,
  type File,
  isAssertion,
  isBinding,
  isBlock,
  isDefaults,
  isImport,
  isNetwork,
  isResult,
  isTextLiteral,
  isTrain,
  isTuple,
  type Network,
  type Parameter,
  type Train,
} from '../syntax/generated/ast.js';
import { type SyntaxNode, sourceText } from '../syntax/nodes.js';
import { declarationRange, leadingRange, rangeOf } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';
import { classify, isOutput, isTensor } from './classify-expression.js';
import type { Callee, LocalDeclaration, LocalScope, Namespace, StatementNames, Target, Use } from './name-uses.js';
import { Names } from './names.js';

/** Ranges without a file count from the statement's beginning. */
const statement = { starts: new Map() };

/** What an expression may name. */
interface Surroundings {
  /** The names that have a value when the expression is evaluated. */
  readonly names: Names;
  /** All names of the block or network, which a piece sees when it is placed. */
  readonly all: Names;
  /** `evaluated`: computed now. `placed`: part of a tensor, placed now. `deferred`: part of a piece, placed later. */
  readonly mode: 'evaluated' | 'placed' | 'deferred';
  readonly namespace: Namespace;
  readonly hasChannels: boolean;
  readonly hasFigures: boolean;
  readonly seesSettings: boolean;
  readonly target?: Target;
}

const noNames = Names.of([]);

const fileLevel: Surroundings = {
  names: noNames,
  all: noNames,
  mode: 'placed',
  namespace: 'blocks',
  hasChannels: true,
  hasFigures: false,
  seesSettings: false,
};

export function collectNames(tree: SyntaxNode): StatementNames {
  const collector = new Collector();
  for (const item of (tree as File).items) {
    if (isBlock(item) || isNetwork(item)) collector.addBody(item);
    else if (isResult(item)) collector.addPattern(item.value);
    else if (isTrain(item)) collector.addJob(item);
    else if (isDefaults(item)) collector.addDefaults(item);
    else if (isImport(item) && item.path) {
      const range = declarationRange(item, statement, 'import', 'path');
      collector.uses.push({ kind: 'file', name: item.path, range });
    }
  }
  return collector;
}

class Collector implements StatementNames {
  readonly scopes: LocalScope[] = [];
  readonly uses: Use[] = [];

  addBody(item: Block | Network): void {
    const isOfBlock = isBlock(item);
    const kind = isOfBlock ? 'block' : 'network';
    const owner: LocalDeclaration = { kind, name: item.name ?? '', range: declarationRange(item, statement, kind) };
    const bindings = item.statements.filter(isBinding).filter(({ name }) => name);
    const parameters = isOfBlock ? item.parameters.filter(({ name }) => name) : [];
    const own = [...parameters, ...bindings].map((node) => declareLocal(node, owner.name));
    const all = Names.of(own);
    const body: Surroundings = { ...fileLevel, all, hasChannels: isOfBlock };
    const ofParameters = all.before(parameters.length);
    for (const [index, { default: value }] of parameters.entries()) {
      // A tensor given by default is placed once all parameters have their values.
      const names = isTensor(value, ofParameters) ? ofParameters : all.before(index);
      this.addExpression(value, { ...body, names, mode: 'evaluated' });
    }
    let index = parameters.length;
    for (const each of item.statements) {
      const names = all.before(index);
      if (isBinding(each) && each.name) {
        own[index].holds = classify(each.value, names);
        this.addExpression(each.value, { ...body, names, mode: 'evaluated' });
        index++;
      } else if (isResult(each)) {
        // Outputs are placed in order, a result after all bindings.
        const isPlacedNow = !isOfBlock && isOutput(each.value, names);
        this.addExpression(each.value, { ...body, names: isPlacedNow ? names : all, hasChannels: true });
      } else if (isAssertion(each)) {
        const surroundings: Surroundings = { ...body, names: all, mode: 'evaluated', hasFigures: true };
        this.addExpression(each.left, surroundings);
        this.addExpression(each.right, surroundings);
      }
    }
    const block = isOfBlock ? headerOf(item, own.slice(0, parameters.length)) : undefined;
    this.scopes.push({ owner, range: rangeOf(item, statement), names: own, block });
  }

  /** A network without a name: a chain at file level, known by its first element. */
  addPattern(value: Expression | undefined): void {
    if (!value) return;
    const first = value.$type === 'Chain' ? value.elements[0] : value;
    const owner: LocalDeclaration = { kind: 'network', name: undefined, range: rangeOf(first, statement) };
    this.scopes.push({ owner, range: rangeOf(value, statement), names: [] });
    this.addExpression(value, fileLevel);
  }

  addDefaults({ calls }: Defaults): void {
    for (const call of calls) {
      if (!call.name) continue;
      const callee: Callee = { name: call.name, namespace: 'builtins' };
      this.addName(call, { ...fileLevel, namespace: 'builtins' });
      this.addArguments(call.arguments, callee, { ...fileLevel, mode: 'evaluated' });
    }
  }

  addJob(train: Train): void {
    if (train.network) {
      const range = declarationRange(train, statement, 'train', 'network');
      this.uses.push({ kind: 'network', name: train.network, range });
    }
    const callee: Callee = { name: 'training', namespace: 'training' };
    const surroundings: Surroundings = { ...fileLevel, mode: 'evaluated', hasChannels: false, seesSettings: true };
    for (const setting of train.settings) {
      const namespace = setting.name === 'augment' ? 'augmentations' : 'blocks';
      this.addArgument(setting, 0, callee, { ...surroundings, namespace });
      if (setting.name === 'freeze') this.addPaths(setting.value, train.network);
    }
  }

  private addPaths(value: Expression | undefined, network: string | undefined): void {
    for (const item of isTuple(value) ? value.elements : [value]) {
      if (!isTextLiteral(item) || !item.value) continue;
      const { start, end } = rangeOf(item, statement);
      const range = {
        start: { line: start.line, character: start.character + 1 },
        end: { line: end.line, character: end.character - 1 },
      };
      this.uses.push({ kind: 'path', name: item.value, range, network });
    }
  }

  private addExpression(expression: Expression | undefined, around: Surroundings): void {
    switch (expression?.$type) {
      case 'Negation':
        this.addExpression(expression.operand, around);
        break;
      case 'Tuple':
        for (const element of expression.elements) this.addExpression(element, around);
        break;
      case 'Binary': {
        // Long sums lean to the left, as deep as they are long.
        const inside = this.enter(expression, around);
        let left: Expression | undefined = expression;
        const operands: (Expression | undefined)[] = [];
        while (left?.$type === 'Binary') {
          operands.unshift(left.right);
          left = left.left;
        }
        for (const operand of [left, ...operands]) this.addExpression(operand, inside);
        break;
      }
      case 'Chain': {
        const inside = this.enter(expression, around);
        for (const element of expression.elements) this.addExpression(element, inside);
        break;
      }
      case 'Group':
        this.addExpression(expression.chain, this.enter(expression, around));
        break;
      case 'Call':
        this.addCall(expression, around);
        break;
    }
  }

  /** What the parts of an expression may name; the parts of a piece are evaluated when it is placed. */
  private enter(expression: Expression, around: Surroundings): Surroundings {
    const holds = classify(expression, around.names);
    if (holds === 'value') return around;
    const inside: Surroundings = { ...around, hasChannels: true, seesSettings: false, target: undefined };
    if (around.mode !== 'evaluated') return inside;
    return holds === 'tensor' ? { ...inside, mode: 'placed' } : { ...inside, names: around.all, mode: 'deferred' };
  }

  private addCall(call: Call, around: Surroundings): void {
    if (!call.name) return;
    const isLocal = this.addName(call, around);
    const { namespace } = around;
    const callee: Callee | undefined = isLocal ? undefined : { name: call.name, namespace };
    const inside = this.enter(call, around);
    this.addArguments(call.arguments, callee, {
      ...inside,
      hasChannels: true,
      namespace: namespace === 'builtins' ? 'blocks' : namespace,
      seesSettings: around.seesSettings || namespace === 'augmentations',
    });
  }

  /** Answers whether the call names a parameter or binding. */
  private addName(call: Call, around: Surroundings): boolean {
    const { name, parenthesis } = call;
    const { names, all, mode, namespace, target, seesSettings, hasChannels, hasFigures } = around;
    const local = names.get(name);
    const later = local || mode !== 'evaluated' ? undefined : all.get(name);
    this.uses.push({
      kind: 'name',
      name,
      range: leadingRange(rangeOf(call, statement), name.length),
      isCall: parenthesis,
      namespace,
      local,
      later,
      target,
      seesSettings,
      hasChannels,
      hasFigures,
    });
    return local !== undefined || later !== undefined;
  }

  private addArguments(list: readonly Argument[], callee: Callee | undefined, around: Surroundings): void {
    for (const [index, argument] of list.entries()) this.addArgument(argument, index, callee, around);
  }

  private addArgument(
    argument: Argument | Binding,
    index: number,
    callee: Callee | undefined,
    around: Surroundings,
  ): void {
    const { name, value } = argument;
    if (name && callee) {
      const range = leadingRange(rangeOf(argument as SyntaxNode, statement), name.length);
      this.uses.push({ kind: 'label', name, range, callee });
    }
    this.addExpression(value, { ...around, target: callee && { callee, parameter: name ?? index } });
  }
}

function declareLocal(node: Parameter | Binding, owner: string | undefined): LocalDeclaration {
  const name = node.name ?? '';
  const range: Range = leadingRange(rangeOf(node, statement), name.length);
  if (isBinding(node)) return { kind: 'binding', name, range, owner, value: sourceText(node.value) };
  return { kind: 'parameter', name, range, owner, value: sourceText(node.default) };
}

function headerOf(block: Block, parameters: readonly LocalDeclaration[]): LocalScope['block'] {
  const { name } = block;
  if (!name) return undefined;
  const parameterTexts = block.parameters.map((parameter) => sourceText(parameter) ?? parameter.name);
  const signature = parameterTexts.length === 0 ? name : `${name}(${parameterTexts.join(', ')})`;
  return { name, parameters, signature, parameterTexts, documentation: documentationAbove(block) };
}
