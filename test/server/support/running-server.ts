// Starts the language server as an editor does: the shipped bundle in a process of its own, over stdio.
import { spawn } from 'node:child_process';
import { type InitializeResult, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { bundle } from '../../support/bundle.js';
import { Session } from './session.js';

export interface RunningServer {
  readonly session: Session;
  readonly initialized: InitializeResult;
  /** Opens a text as a file of its own and answers with its URI. */
  open(text: string, name?: string): Promise<string>;
  isAlive(): boolean;
  stop(): Promise<void>;
}

export async function startServer(initializationOptions?: unknown): Promise<RunningServer> {
  const path = await bundle('dist/server.cjs');
  const server = spawn(process.execPath, [path, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const session = new Session(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  const initialized = await session.initialize(initializationOptions).catch((error) => {
    server.kill();
    throw error;
  });
  let files = 0;
  return {
    session,
    initialized,
    async open(text, name = `file${++files}.cnn`) {
      const uri = `file:///workspace/${name}`;
      await session.write(uri, text);
      return uri;
    },
    isAlive: () => server.exitCode === null,
    async stop() {
      await session.shutdown();
      server.kill();
    },
  };
}
