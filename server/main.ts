// The language server as a process of its own: over IPC for VS Code, over stdio (`--stdio`) for any other editor.
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { readSource } from './read-source.js';
import { startServer } from './start.js';

startServer(createConnection(ProposedFeatures.all), readSource);
