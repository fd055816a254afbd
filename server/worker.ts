// The language server in a browser's worker, for VS Code on the web.
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { startServer } from './start.js';

startServer(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)));
