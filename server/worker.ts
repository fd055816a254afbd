// Entry point of the language server in a browser's worker, for VS Code on the web.
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { startServer } from './start.js';

// A worker has no file system: an imported file must be open.
startServer(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), () => ({
  reason: 'VS Code in a browser reads only files that are open: open it in another tab.',
}));
