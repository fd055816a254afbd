// While the CPU trains, the extension host has its event loop to itself: the training is in another process. Only in
// Node's extension host; a worker's has no processes.
import * as vscode from 'vscode';
import { eventually, openExample } from './documents.js';
import { equal } from './equal.js';
import { nodeModule } from './node-module.js';
import { reportFigure } from './report.js';

const measured = 10_000;
const children = nodeModule<typeof import('node:child_process')>('node:child_process');
const hooks = nodeModule<typeof import('node:perf_hooks')>('node:perf_hooks');

if (children && hooks) {
  suite('CNN: Train on the CPU', () => {
    const settings = () => vscode.workspace.getConfiguration('receptive');

    teardown(async () => {
      await settings().update('backend', undefined, vscode.ConfigurationTarget.Global);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });

    test('leaves the extension host free', async function () {
      this.timeout(180_000);
      await settings().update('backend', 'cpu', vscode.ConfigurationTarget.Global);
      const editor = await openExample('lenet5.cnn');
      const text = editor.document.getText().replace(/epochs(\s*)= \d+/, 'epochs$1= 100000');
      const endless = vscode.Uri.joinPath(editor.document.uri, '..', 'endless.cnn');
      await vscode.workspace.fs.writeFile(endless, new TextEncoder().encode(text));
      await openExample('endless.cnn');

      const idle = await eventLoopDelay();
      await vscode.commands.executeCommand('cnn.train');
      await eventually('training processes', trainingProcesses, (count) => count === 1);
      const training = await eventLoopDelay();
      // It trained all the time.
      equal(trainingProcesses(), 1);
      for (const [what, delay] of Object.entries({ idle, training })) {
        reportFigure(`event loop of the extension host, ${what}: ${delay.description}`);
      }
      equal(training.count > 0 && idle.count > 0, true);

      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await eventually('training processes', trainingProcesses, (count) => count === 0);
    });
  });
}

/** Those that this extension host started. */
function trainingProcesses(): number {
  const list = children!.execFileSync('ps', ['-eo', 'ppid=,args='], { encoding: 'utf8' });
  const own = (line: string) => Number.parseInt(line, 10) === process.pid && line.includes('trainer.cjs');
  return list.split('\n').filter(own).length;
}

/** Samples it for some seconds. */
async function eventLoopDelay(): Promise<{ readonly count: number; readonly description: string }> {
  const histogram = hooks!.monitorEventLoopDelay({ resolution: 5 });
  histogram.enable();
  await new Promise((resolve) => setTimeout(resolve, measured));
  histogram.disable();
  const milliseconds = (nanoseconds: number) => `${(nanoseconds / 1e6).toFixed(1)} ms`;
  const [middle, high] = [50, 99].map((percent) => milliseconds(histogram.percentile(percent)));
  return { count: histogram.count, description: `p50 ${middle}, p99 ${high}, most ${milliseconds(histogram.max)}` };
}
