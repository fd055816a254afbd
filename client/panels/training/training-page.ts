// The training page's markup: every element once, hidden until it is used; the page's script (train.ts) fills it.
import { type PageResources, pageDocument } from '../page-document.js';

export function trainingPage(resources: PageResources): string {
  const { cspSource, url } = resources;
  return pageDocument(resources, {
    title: 'Training',
    script: 'train.js',
    style: 'train.css',
    // The worker compiles its kernels for the CPU.
    scripts: ["'wasm-unsafe-eval'"],
    // The worker's script and the data sets' files.
    policy: [`connect-src ${cspSource}`, 'worker-src blob:'],
    attributes: {
      'data-state': 'compiling',
      'data-worker': url('webview', 'training-worker.js'),
      // The folder that holds the data sets' files, with a slash at its end.
      'data-files': `${url()}/`,
    },
    body,
  });
}

const body = `<main>
  <header>
    <div>
      <h1 id="network">Training</h1>
      <p id="job"></p>
    </div>
    <div class="buttons">
      <button id="stop" data-testid="stop" type="button" disabled>Stop</button>
      <button id="resume" data-testid="resume" type="button" hidden>Resume</button>
      <button id="restart" data-testid="restart" type="button" class="secondary">Restart</button>
    </div>
  </header>

  <p id="status" data-testid="status">Reading the network …</p>
  <p id="announcements" class="unseen" aria-live="polite"></p>

  <section id="error" data-testid="error" role="alert" hidden></section>
  <section id="no-webgpu" hidden>
    <h2>WebGPU is not available</h2>
    <p id="no-webgpu-reason"></p>
    <p id="no-webgpu-advice"></p>
    <p>You can train on the CPU instead. The result is the same but for rounding; it takes longer.</p>
    <button id="train-on-cpu" data-testid="train-on-cpu" type="button">Train on the CPU instead</button>
  </section>

  <section id="training" aria-label="Progress" hidden>
    <progress id="progress" data-testid="progress" max="1" value="0" aria-label="Steps done"></progress>
    <p id="place"></p>
    <dl class="figures">
      <div><dt>Loss</dt><dd id="loss" data-testid="loss">–</dd></div>
      <div><dt id="accuracy-name">Accuracy</dt><dd id="accuracy" data-testid="accuracy">–</dd></div>
      <div id="validation-figure" hidden>
        <dt id="validation-accuracy-name">Validation accuracy</dt>
        <dd id="validation-accuracy" data-testid="validation-accuracy">–</dd>
      </div>
      <div><dt id="test-accuracy-name">Test accuracy</dt><dd id="test-accuracy" data-testid="test-accuracy">–</dd></div>
      <div id="learning-rate-figure" hidden>
        <dt>Learning rate</dt><dd id="learning-rate" data-testid="learning-rate">–</dd>
      </div>
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
        <figcaption id="accuracy-caption">Accuracy</figcaption>
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
            <th scope="col" id="accuracy-heading">Accuracy</th>
            <th scope="col" id="watched-loss">Test loss</th>
            <th scope="col" id="watched-accuracy">Test accuracy</th>
            <th scope="col">Images a second</th>
          </tr>
        </thead>
        <tbody id="epochs"></tbody>
      </table>
    </details>
  </section>
</main>`;
