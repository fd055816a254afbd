// The language's services with what an editor adds: a connection and the documents it has open.
import { createDefaultCoreModule, EmptyFileSystem, inject } from 'langium';
import { createDefaultSharedModule, type LangiumServices, type LangiumSharedServices } from 'langium/lsp';
import type { Connection } from 'vscode-languageserver';
import { CnnGeneratedModule, CnnGeneratedSharedModule, CnnModule } from '../language/index.js';

/**
 * Services for one connection. Langium's file system stays empty: the server reads what the editor has open and what
 * that imports (imports.ts), so that a workspace full of files costs nothing.
 */
export function createServices(connection: Connection): LangiumSharedServices {
  const shared = inject(createDefaultSharedModule({ connection, ...EmptyFileSystem }), CnnGeneratedSharedModule);
  const language = inject(createDefaultCoreModule({ shared }), CnnGeneratedModule, CnnModule, { lsp: {} });
  shared.ServiceRegistry.register(language as LangiumServices);
  // Problems come from the analysis alone, so Langium's own validation never runs.
  shared.workspace.DocumentBuilder.updateBuildOptions = { validation: false };
  return shared;
}
