// Langium's parser with bounds: it stops after a number of errors, since each recovery nests deeper in the stack, and
// of statements. It leaves comments out of its tree, where adding them takes time quadratic in the file.
import {
  type AstNode,
  CstNodeBuilder,
  createParser,
  type LangiumCoreServices,
  LangiumParser,
  type ParseResult,
  type ParserOptions,
} from 'langium';
import { Budget } from './budget.js';

/** Errors after which the rest of a statement is not read. */
const maximalErrors = 50;

/** What the guard uses of Chevrotain's parser, whose types hide it. */
interface ParserState {
  readonly errors: readonly unknown[];
  SAVE_ERROR<E>(error: E): E;
  LA(count: number): { readonly startOffset: number };
  /** Continues at the end of the input, where all open rules end. */
  moveToTerminatedState(): void;
}

class BoundedParser extends LangiumParser {
  /** The offset from which on the text is not read. */
  stoppedAt: number | undefined;

  constructor(services: LangiumCoreServices) {
    super(services);
    // Private in Langium.
    Object.assign(this, { nodeBuilder: new BoundedNodeBuilder(() => this.stop()) });
    this.limitErrors();
  }

  override parse<T extends AstNode = AstNode>(input: string, options?: ParserOptions): ParseResult<T> {
    this.stoppedAt = undefined;
    return super.parse<T>(input, options);
  }

  private get state(): ParserState {
    return this.wrapper as unknown as ParserState;
  }

  private stop(): void {
    if (this.stoppedAt !== undefined) return;
    const { startOffset } = this.state.LA(1);
    if (startOffset >= 0) this.stoppedAt = startOffset;
    this.state.moveToTerminatedState();
  }

  private limitErrors(): void {
    const { state } = this;
    const save = state.SAVE_ERROR;
    state.SAVE_ERROR = (error) => {
      // What is missing where the reading stopped is a consequence of it.
      if (this.stoppedAt !== undefined || state.errors.length >= maximalErrors) return error;
      save.call(state, error);
      if (state.errors.length >= maximalErrors) this.stop();
      return error;
    };
  }
}

class BoundedNodeBuilder extends CstNodeBuilder {
  constructor(private readonly stop: () => void) {
    super();
  }

  /** Comments are read from the text where they are needed (documentation.ts). */
  override addHiddenNodes(): void {}

  override buildCompositeNode(feature: Parameters<CstNodeBuilder['buildCompositeNode']>[0]) {
    const node = super.buildCompositeNode(feature);
    if (node.container === node.root && node.root.content.length > Budget.limit('statements')) this.stop();
    return node;
  }
}

/** Recreates its parser after a throw: an exception does not reset Chevrotain's state. */
export class ResilientParser extends LangiumParser {
  private inner: BoundedParser;

  constructor(private readonly services: LangiumCoreServices) {
    super(services);
    this.inner = createBoundedParser(services);
  }

  /** Where the last parse stopped to read. */
  get stoppedAt(): number | undefined {
    return this.inner.stoppedAt;
  }

  override parse<T extends AstNode = AstNode>(input: string, options?: ParserOptions): ParseResult<T> {
    try {
      return this.inner.parse<T>(input, options);
    } catch (error) {
      this.inner = createBoundedParser(this.services);
      throw error;
    }
  }
}

function createBoundedParser(services: LangiumCoreServices): BoundedParser {
  const parser = createParser(services.Grammar, new BoundedParser(services), services.parser.Lexer.definition);
  parser.finalize();
  return parser;
}
