// Every limit on a `.cnn` file. docs/security.md lists them; a test compares.

/** What the work on a file may amount to (budget.ts); `network` is the share that one network may take. */
export const workLimits = {
  /** Words and signs, without comments, of the file and its imports: four for each layer of the largest network. */
  tokens: { file: 80_000 },
  /** Statements of the file itself, such as networks and bare chains. */
  statements: { file: 10_000 },
  /** Errors of the parser and the lexer. */
  errors: { file: 200 },
  /** Layers; the largest networks known have a few thousand. */
  layers: { file: 100_000, network: 20_000 },
  /** Chains, calls and repeats that are expanded: pieces without layers could repeat endlessly. */
  expansions: { file: 300_000, network: 100_000 },
  /** Expressions that are evaluated: a block's are evaluated for every call. */
  evaluations: { file: 1_000_000, network: 400_000 },
  /** Reports of mistakes, those of repeated blocks counted each time, and the layers searched to explain them. */
  reports: { file: 500_000, network: 200_000 },
  /** Diagnostics that are shown; a broken paste has enough with these. */
  diagnostics: { file: 200 },
} as const satisfies Readonly<Record<string, { readonly file: number; readonly network?: number }>>;

export type Resource = keyof typeof workLimits;

/** Layers that each network counts as more, so that empty ones are bounded too. */
export const layersOfEmptyNetwork = 20;

export const limits = {
  /** Characters in a file; ten thousand layers, one a line, take two thirds of it. */
  characters: 3 << 19,
  /** Nested brackets: the parser recurses with each, and overflows the stack at a depth of about a hundred. */
  brackets: 50,
  /** Operators in one expression; the parser recurses with each. */
  operators: 200,
  /** Characters of a name or a number; a layer's path holds the names around it. */
  name: 100,
  /** Characters of a text in quotes, such as a path. */
  text: 1000,
  /** Parser errors in one statement: each recovery nests deeper in the stack. */
  errorsOfStatement: 50,
  /** Files that one file imports, those of its imports included. */
  imports: 100,
  /** Blocks and pieces inside one another. */
  nesting: 60,
  /** Values in one layer's output: more fit no GPU, and their bytes must be exact in a double. */
  values: 2 ** 36,
  /** Pixels of a receptive field's side: a double holds larger numbers inexactly. */
  field: 2 ** 53,
  /** Different receptive fields of a layer's units, those that are only moved apart not counted. */
  fieldSteps: 4096,
  /** Different strides that joins bring together in a layer's receptive fields. */
  fieldSlopes: 32,
} as const;
