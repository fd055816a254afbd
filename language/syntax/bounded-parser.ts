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
import { limits, workLimits } from '../limits.js';
import { type Limit, stopReading } from './bounds.js';

/** What the guard uses of Chevrotain's parser, whose types hide it. */
interface ParserState {
  readonly errors: readonly unknown[];
  SAVE_ERROR<E>(error: E): E;
  LA(count: number): { readonly startOffset: number };
  /** Continues at the end of the input, where all open rules end. */
  moveToTerminatedState(): void;
}

class BoundedParser extends LangiumParser {
  /** From where on the text is not read. */
  stopped: Limit | undefined;

  constructor(services: LangiumCoreServices) {
    super(services);
    // Private in Langium.
    Object.assign(this, { nodeBuilder: new BoundedNodeBuilder(() => this.stop('statements')) });
    this.limitErrors();
  }

  override parse<T extends AstNode = AstNode>(input: string, options?: ParserOptions): ParseResult<T> {
    this.stopped = undefined;
    return super.parse<T>(input, options);
  }

  private get state(): ParserState {
    return this.wrapper as unknown as ParserState;
  }

  private stop(reason: 'errorsOfStatement' | 'statements'): void {
    if (this.stopped) return;
    const { startOffset } = this.state.LA(1);
    if (startOffset >= 0) this.stopped = stopReading(startOffset, reason);
    this.state.moveToTerminatedState();
  }

  private limitErrors(): void {
    const { state } = this;
    const save = state.SAVE_ERROR;
    state.SAVE_ERROR = (error) => {
      // What is missing where the reading stopped is a consequence of it.
      if (this.stopped || state.errors.length >= limits.errorsOfStatement) return error;
      save.call(state, error);
      if (state.errors.length >= limits.errorsOfStatement) this.stop('errorsOfStatement');
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
    if (node.container === node.root && node.root.content.length > workLimits.statements.file) this.stop();
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
  get stopped(): Limit | undefined {
    return this.inner.stopped;
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
