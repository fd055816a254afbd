// Langium's parser with what the language changes of it, made once.
import {
  createDefaultCoreModule,
  createDefaultSharedCoreModule,
  EmptyFileSystem,
  inject,
  type LangiumCoreServices,
  type Module,
  type PartialLangiumCoreServices,
} from 'langium';
import { CnnGeneratedModule, CnnGeneratedSharedModule } from './generated/module.js';
import { CnnLexerMessages, CnnParserMessages } from './messages.js';
import type { ParsedFile } from './parsed-file.js';
import { ResilientParser } from './resilient-parser.js';
import { StatementParser } from './statement-parser.js';
import { CnnTokenBuilder } from './token-builder.js';

/** What the language changes of Langium's defaults. */
const CnnModule: Module<LangiumCoreServices, PartialLangiumCoreServices> = {
  parser: {
    LangiumParser: (services) => new ResilientParser(services),
    TokenBuilder: () => new CnnTokenBuilder(),
    ParserErrorMessageProvider: () => new CnnParserMessages(),
    LexerErrorMessageProvider: () => new CnnLexerMessages(),
  },
};

let reader: StatementParser | undefined;

/**
 * The statements of a text. `before`, an earlier reading of nearly the same text, saves reading what has not changed.
 */
export function parseTree(text: string, before?: ParsedFile): ParsedFile {
  reader ??= new StatementParser(createServices());
  return reader.read(text, before);
}

function createServices(): LangiumCoreServices {
  const shared = inject(createDefaultSharedCoreModule(EmptyFileSystem), CnnGeneratedSharedModule);
  const services = inject(createDefaultCoreModule({ shared }), CnnGeneratedModule, CnnModule);
  shared.ServiceRegistry.register(services);
  return services;
}
