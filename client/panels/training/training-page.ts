// The training page's skeleton: everything that can be seen stands here once, hidden until its time comes. The
// extension makes it, the page's script (train.ts) fills it.

export interface PageResources {
  /** What the webview allows as the origin of its own resources. */
  readonly cspSource: string;
  /** A fresh random string: only the script that carries it runs. */
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
  readonly worker: string;
  /** The folder that holds the data sets' files, with a slash at its end. */
  readonly files: string;
}

/** The whole document. Nothing is loaded from anywhere but `cspSource`, and nothing inline runs. */
export function trainingPage({ cspSource, nonce, script, style, worker, files }: PageResources): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    // The worker's script and the data sets' files.
    `connect-src ${cspSource}`,
    'worker-src blob:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Training</title>
  <link rel="stylesheet" href="${style}">
</head>
<body data-state="compiling" data-worker="${worker}" data-files="${files}">
<main>
  <header>
    <div>
      <h1 id="network">Training</h1>
      <p id="job"></p>
    </div>
    <div class="buttons">
      <button id="stop" data-testid="stop" type="button" disabled>Stop</button>
      <button id="restart" data-testid="restart" type="button" class="secondary">Restart</button>
    </div>
  </header>

  <p id="status" data-testid="status">Reading the network …</p>
  <p id="announcements" class="unseen" aria-live="polite"></p>

  <section id="error" data-testid="error" role="alert" hidden></section>
  <section id="no-webgpu" hidden>
    <h2>Not on WebGPU</h2>
    <p id="no-webgpu-reason"></p>
    <p id="no-webgpu-advice"></p>
    <p>The network can be trained on the CPU instead. The result is the same but for rounding; it takes longer.</p>
    <button id="train-on-cpu" data-testid="train-on-cpu" type="button">Train on the CPU instead</button>
  </section>

  <section id="training" aria-label="Progress" hidden>
    <progress id="progress" data-testid="progress" max="1" value="0" aria-label="Steps done"></progress>
    <p id="place"></p>
    <dl class="figures">
      <div><dt>Loss</dt><dd id="loss" data-testid="loss">–</dd></div>
      <div><dt>Accuracy</dt><dd id="accuracy" data-testid="accuracy">–</dd></div>
      <div id="validation-figure" hidden><dt>Validation accuracy</dt><dd id="validation-accuracy" data-testid="validation-accuracy">–</dd></div>
      <div><dt>Test accuracy</dt><dd id="test-accuracy" data-testid="test-accuracy">–</dd></div>
      <div id="learning-rate-figure" hidden><dt>Learning rate</dt><dd id="learning-rate" data-testid="learning-rate">–</dd></div>
      <div><dt>Images a second</dt><dd id="speed" data-testid="speed">–</dd></div>
      <div><dt>Memory</dt><dd id="memory" data-testid="memory">–</dd></div>
      <div><dt id="time-label">Time left</dt><dd id="time" data-testid="time">–</dd></div>
    </dl>
    <div class="charts">
      <figure>
        <figcaption>Loss</figcaption>
        <div id="loss-curve" class="curve" role="img" aria-label="Loss curve: no step done yet."></div>
      </figure>
      <figure>
        <figcaption>Accuracy</figcaption>
        <div id="accuracy-curve" class="curve" role="img" aria-label="Accuracy curve: no step done yet."></div>
      </figure>
    </div>
    <details id="table">
      <summary>The figures of each epoch as a table</summary>
      <table class="epochs">
        <thead>
          <tr>
            <th scope="col">Epoch</th>
            <th scope="col">Loss</th>
            <th scope="col">Accuracy</th>
            <th scope="col" id="watched-loss">Test loss</th>
            <th scope="col" id="watched-accuracy">Test accuracy</th>
            <th scope="col">Images a second</th>
          </tr>
        </thead>
        <tbody id="epochs"></tbody>
      </table>
    </details>
  </section>
</main>
<script type="module" nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
