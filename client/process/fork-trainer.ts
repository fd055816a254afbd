// Starts the process that trains on the CPU, in the Node that runs the extension host: of VS Code's own program on the
// desktop, a plain one on remote machines. Node only.
import { fork } from 'node:child_process';
import type { ProcessEnd, StartProcess } from '../panels/training/process-training.js';

/** Characters of what the process writes to its standard error that are kept, the last ones. */
const outputLength = 2_000;

/** @param module the path of the process's bundle */
export function createForkTrainer(module: string): StartProcess {
  return ({ onMessage, onEnd }) => {
    // Flags for the extension host, such as a debugger's port, are not meant for this process.
    const { NODE_OPTIONS: _, ...inherited } = process.env;
    const child = fork(module, [], {
      env: { ...inherited, ELECTRON_RUN_AS_NODE: '1' },
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let output = '';
    let hasEnded = false;
    const end = (how: Omit<ProcessEnd, 'output'>) => {
      if (hasEnded) return;
      hasEnded = true;
      onEnd({ ...how, output });
    };
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-outputLength);
    });
    child.on('message', onMessage);
    child.on('error', ({ message }) => end({ how: message }));
    child.on('close', (code, signal) => end({ how: signal ?? `exit code ${code}` }));
    return {
      send(message) {
        // The process may be gone already; its end is reported.
        if (child.connected) child.send(message, () => {});
      },
      kill: () => void child.kill('SIGKILL'),
    };
  };
}
