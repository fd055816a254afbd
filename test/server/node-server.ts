// The server that ships, as a process of its own, with an editor for tests at its other end.
import { type ChildProcess, spawn } from 'node:child_process';
import type { InitializeResult } from 'vscode-languageserver/node';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { bundle } from '../bundle.js';
import { Session } from './session.js';

export interface NodeServer {
  readonly session: Session;
  readonly process: ChildProcess;
  readonly initialized: InitializeResult;
  stop(): Promise<void>;
}

export async function startNodeServer(): Promise<NodeServer> {
  const server = spawn(process.execPath, [await bundle('dist/server.cjs'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const session = new Session(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  const initialized = await session.initialize();
  const stop = async () => {
    await session.shutdown();
    server.kill();
  };
  return { session, process: server, initialized, stop };
}
