// The language's services without an editor: grammar, bounded lexer, messages. The server adds its own on top.
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
import { BoundedLexer } from './parsing/bounded-lexer.js';
import { CnnLexerMessages, CnnParserMessages } from './parsing/messages.js';
import { ResilientParser } from './parsing/resilient-parser.js';
import { CnnTokenBuilder } from './parsing/token-builder.js';

export { CnnGeneratedModule, CnnGeneratedSharedModule };

/** What the language changes of Langium's defaults; the same in the server and on the command line. */
export const CnnModule: Module<LangiumCoreServices, PartialLangiumCoreServices> = {
  parser: {
    Lexer: (services) => new BoundedLexer(services),
    LangiumParser: (services) => new ResilientParser(services),
    TokenBuilder: () => new CnnTokenBuilder(),
    ParserErrorMessageProvider: () => new CnnParserMessages(),
    LexerErrorMessageProvider: () => new CnnLexerMessages(),
  },
};

/** Services to parse with where no editor is: the command line, the tests, the built-ins themselves. */
export function createHeadlessServices(): LangiumCoreServices {
  const shared = inject(createDefaultSharedCoreModule(EmptyFileSystem), CnnGeneratedSharedModule);
  const services = inject(createDefaultCoreModule({ shared }), CnnGeneratedModule, CnnModule);
  shared.ServiceRegistry.register(services);
  return services;
}
