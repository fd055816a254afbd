// The language server as a process of its own: over IPC for VS Code, over stdio (`--stdio`) for any other editor.
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './start.js';
import { readSource } from './workspace/read-source.js';

startServer(createConnection(ProposedFeatures.all), readSource);
