// Entry point of the language server as a Node process: over IPC for VS Code, over stdio (`--stdio`) for other editors.
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './start.js';
import { readSource } from './workspace/read-source.js';

startServer(createConnection(ProposedFeatures.all), readSource);
