// The language server in a browser's worker, for VS Code on the web.
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { startServer } from './start.js';

// A worker reads no files: what is imported must be open.
startServer(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), () => ({
  reason: 'VS Code in a browser reads files only when they are open; open it beside this one.',
}));
