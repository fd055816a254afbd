// The parser: Langium's, with the project's own tokens, messages and error recovery.
import {
  createDefaultCoreModule,
  createDefaultSharedCoreModule,
  EmptyFileSystem,
  inject,
  type LangiumCoreServices,
  type Module,
  type PartialLangiumCoreServices,
} from 'langium';
import { ResilientParser } from './bounded-parser.js';
import { CnnGeneratedModule, CnnGeneratedSharedModule } from './generated/module.js';
import { CnnLexerMessages, CnnParserMessages } from './messages.js';
import type { ParsedFile } from './parsed-file.js';
import { StatementParser } from './statement-parser.js';
import { CnnTokenBuilder } from './token-builder.js';

/** The services that replace Langium's defaults. */
const CnnModule: Module<LangiumCoreServices, PartialLangiumCoreServices> = {
  parser: {
    LangiumParser: (services) => new ResilientParser(services),
    TokenBuilder: () => new CnnTokenBuilder(),
    ParserErrorMessageProvider: () => new CnnParserMessages(),
    LexerErrorMessageProvider: () => new CnnLexerMessages(),
  },
};

let parser: StatementParser | undefined;

/** Parses a text. Statements that are unchanged since `before`, a parsed file of nearly the same text, are reused. */
export function parseTree(text: string, before?: ParsedFile): ParsedFile {
  parser ??= new StatementParser(createServices());
  return parser.parse(text, before);
}

function createServices(): LangiumCoreServices {
  const shared = inject(createDefaultSharedCoreModule(EmptyFileSystem), CnnGeneratedSharedModule);
  const services = inject(createDefaultCoreModule({ shared }), CnnGeneratedModule, CnnModule);
  shared.ServiceRegistry.register(services);
  return services;
}
