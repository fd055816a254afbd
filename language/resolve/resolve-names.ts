// Resolves a parsed file to its declarations, references and scopes. Never throws, whatever the text. Names are
// collected once for each statement's tree, so that an edit costs the statements it touches.
import type { SyntaxNode } from '../syntax/nodes.js';
import type { ParsedFile, StatementStart } from '../syntax/parsed-file.js';
import { anchorRange } from '../syntax/ranges.js';
import { comparePositions, contains, type Position, type Range } from '../text/range.js';
import { collectNames } from './collect-names.js';
import { linkPath } from './frozen-paths.js';
import { findImported, type Importer } from './importer.js';
import { type Body, type Environment, linkLabel, linkName } from './link-names.js';
import type { LocalDeclaration, StatementNames, Use } from './name-uses.js';
import { generateNetworkNames } from './network-names.js';
import type { Declaration, NamedSymbol, NameScope, Reference, VisibleBlock } from './symbols.js';

/** By a statement's tree; plain data that keeps nothing of the tree alive. */
const collected = new WeakMap<SyntaxNode, StatementNames>();

function lookupNames(tree: SyntaxNode): StatementNames {
  let names = collected.get(tree);
  if (!names) {
    names = collectNames(tree);
    collected.set(tree, names);
  }
  return names;
}

interface FileOptions {
  /** What a network without a name is called. */
  readonly name: string;
  readonly importer: Importer;
}

/** The symbols of a file; `name` is what a network without a name is called. Nothing is computed before it is asked. */
export function resolveNames(parsed: ParsedFile, name: string, importer: Importer): Symbols {
  return new Symbols(parsed, { name, importer });
}

interface Statement {
  readonly start: StatementStart;
  readonly names: StatementNames;
}

export class Symbols {
  private allStatements: readonly Statement[] | undefined;
  private ownBodies: readonly Body[] | undefined;
  private visible: ReadonlyMap<string, Body> | undefined;
  private importedFiles: ReadonlyMap<string, Symbols> | undefined;
  private allReferences: readonly Reference[] | undefined;

  constructor(
    private readonly parsed: ParsedFile,
    private readonly options: FileOptions,
    /** The id of an imported file; undefined for the file itself. */
    private readonly file?: string,
  ) {}

  get text(): string {
    return this.parsed.text;
  }

  /** Networks, blocks, parameters and bindings, in the order of the text. */
  get declarations(): readonly Declaration[] {
    const declarations = this.bodies.flatMap((body) => {
      const own = body.scope.owner.name === '' ? [] : [this.declare(body.scope.owner, body)];
      return [...own, ...body.scope.names.map((name) => this.declare(name, body))];
    });
    return declarations;
  }

  /** Every name that has a meaning, in the order of the text. */
  get references(): readonly Reference[] {
    this.allReferences ??= this.statements
      .flatMap((statement) => statement.names.uses.flatMap((use) => this.link(use, statement)))
      .sort((a, b) => comparePositions(a.range.start, b.range.start));
    return this.allReferences;
  }

  /** The bodies of blocks and networks, in the order of the text. */
  get scopes(): readonly NameScope[] {
    return this.bodies.map((body) => this.scope(body));
  }

  /** The blocks that the file can call: its own, then those it imports. */
  get blocks(): readonly VisibleBlock[] {
    return [...this.visibleBlocks].map(([name, { scope, symbol }]) => ({
      name,
      nameRange: symbol.declaration!.range,
      signature: scope.block!.signature,
      parameters: scope.block!.parameterTexts,
      documentation: scope.block!.documentation,
      file: symbol.declaration!.file,
    }));
  }

  /** The files that this one imports, by their ids. */
  importedSymbols(): ReadonlyMap<string, Symbols> {
    return new Map([...this.imports.values()].flatMap((each) => (each.file === undefined ? [] : [[each.file, each]])));
  }

  /** The reference or declaration whose name is at a position, both its ends included. */
  symbolAt(position: Position): Reference | undefined {
    for (const statement of this.statementsAt(position)) {
      const isHere = (range: Range) => contains(anchorRange(range, statement.start), position);
      for (const use of statement.names.uses) {
        if (!isHere(use.range)) continue;
        const found = this.link(use, statement).find(({ range }) => contains(range, position));
        if (found) return found;
      }
    }
    const declared = this.declarations.find(({ range }) => contains(range, position));
    return declared && { symbol: declared.symbol, range: declared.range, kind: 'name' };
  }

  /** Every reference to a symbol in this file; its declaration is none. */
  referencesTo({ id }: NamedSymbol): readonly Reference[] {
    return this.references.filter(({ symbol }) => symbol.id === id);
  }

  /** The declaration of a symbol in this file. */
  declarationOf({ id }: NamedSymbol): Declaration | undefined {
    return this.declarations.find(({ symbol }) => symbol.id === id);
  }

  /** The block or network around a position, whose names can be used there. */
  scopeAt(position: Position): NameScope | undefined {
    const around = this.bodies.find(
      ({ scope, range: { start, end } }) =>
        scope.owner.name !== undefined && comparePositions(start, position) < 0 && comparePositions(position, end) <= 0,
    );
    return around && this.scope(around);
  }

  private findBlock(name: string): Body | undefined {
    return this.visibleBlocks.get(name);
  }

  /** Without a name, the only network of the file. */
  private findNetwork(name: string | undefined): Body | undefined {
    const networks = this.bodies.filter(({ scope }) => !scope.block && scope.owner.kind === 'network');
    if (name === undefined) return networks.length === 1 ? networks[0] : undefined;
    return networks.find((each) => each.symbol.name === name);
  }

  private get statements(): readonly Statement[] {
    const { statements, starts } = this.parsed;
    this.allStatements ??= statements.map(({ tree }) => ({ start: starts.get(tree)!, names: lookupNames(tree) }));
    return this.allStatements;
  }

  private get bodies(): readonly Body[] {
    if (this.ownBodies) return this.ownBodies;
    const scopes = this.statements.flatMap(({ start, names }) => names.scopes.map((scope) => ({ scope, start })));
    const taken = new Set(
      scopes.map(({ scope }) => scope.owner).flatMap(({ kind, name }) => (kind === 'network' ? (name ?? []) : [])),
    );
    const patternNames = generateNetworkNames(this.options.name, taken);
    const findBlock = (name: string) => this.findBlock(name);
    this.ownBodies = scopes.map(({ scope, start }) => {
      const { owner } = scope;
      const describe = (declaration: LocalDeclaration) => this.describe(declaration, start);
      const symbol = describe(owner.name === undefined ? { ...owner, name: patternNames.next().value } : owner);
      return { scope, symbol, range: anchorRange(scope.range, start), describe, findBlock };
    });
    return this.ownBodies;
  }

  private get visibleBlocks(): ReadonlyMap<string, Body> {
    if (this.visible) return this.visible;
    const visible = new Map<string, Body>();
    for (const file of [this, ...this.imports.values()]) {
      for (const body of file.bodies) {
        const { block } = body.scope;
        if (block && !visible.has(block.name)) visible.set(block.name, body);
      }
    }
    this.visible = visible;
    return visible;
  }

  /** The files that this one imports, by the path as written. */
  private get imports(): ReadonlyMap<string, Symbols> {
    if (this.importedFiles) return this.importedFiles;
    const { importer } = this.options;
    const imports = new Map<string, Symbols>();
    for (const { names } of this.statements) {
      for (const use of names.uses) {
        if (use.kind !== 'file' || imports.has(use.name)) continue;
        const found = findImported(use.name, this.file, importer);
        if (!found?.parsed || found.id === importer.root || found.id === this.file) continue;
        imports.set(use.name, new Symbols(found.parsed, this.options, found.id));
      }
    }
    this.importedFiles = imports;
    return imports;
  }

  private link(use: Use, { start }: Statement): Reference[] {
    const range = anchorRange(use.range, start);
    const describe = (declaration: LocalDeclaration) => this.describe(declaration, start);
    const environment: Environment = { findBlock: (name) => this.findBlock(name), describe };
    const reference = (kind: Reference['kind'], symbol: NamedSymbol | undefined) =>
      symbol ? [{ symbol, range, kind }] : [];
    switch (use.kind) {
      case 'name':
        return reference('name', linkName(use, environment));
      case 'label':
        return reference('label', linkLabel(use, environment));
      case 'network':
        return reference('name', this.findNetwork(use.name)?.symbol);
      case 'path':
        return linkPath(use.name, range, this.findNetwork(use.network));
      case 'file':
        return reference('file', this.imports.get(use.name)?.asImport(use.name));
    }
  }

  private asImport(path: string): NamedSymbol {
    const nowhere = { line: 0, character: 0 };
    const declaration = { file: this.file, range: { start: nowhere, end: nowhere } };
    return { id: `import:${this.file}`, kind: 'import', name: path, declaration };
  }

  private describe({ kind, name = '', owner, range }: LocalDeclaration, start: StatementStart): NamedSymbol {
    const anchored = anchorRange(range, start);
    const { line, character } = anchored.start;
    const id = `${kind}:${this.file ?? ''}:${line}:${character}`;
    return { id, kind, name, ...(owner !== undefined && { owner }), declaration: { file: this.file, range: anchored } };
  }

  private declare(declaration: LocalDeclaration, body: Body): Declaration {
    const symbol = declaration === body.scope.owner ? body.symbol : body.describe(declaration);
    const { kind, value } = declaration;
    return { symbol, range: symbol.declaration!.range, kind, ...(value !== undefined && { value }) };
  }

  private scope(body: Body): NameScope {
    const names = body.scope.names.map((name) => this.declare(name, body));
    return { owner: body.symbol, range: body.range, names };
  }

  /** The statement whose text holds a position, and the one before it, whose end the position may be. */
  private statementsAt(position: Position): readonly Statement[] {
    const last = this.statements.findLastIndex(({ start }) => comparePositions(start, position) <= 0);
    return this.statements.slice(Math.max(0, last - 1), last + 1).reverse();
  }
}
