// Makes the event loop sleep while WebGPU work is pending. Dawn's binding for Node polls the adapter on every turn and
// keeps a core busy that software adapters need: on two cores lavapipe's steps took nearly twice as long. The sleep is
// a share of the time waited so far, so that the end of short work is noticed at once.

/** The sleep as a share of the time waited so far, which bounds the delay of a result; and its maximum in ms. */
const [share, longest] = [1 / 8, 1];

/** Never written or notified: Atomics.wait on it sleeps until its timeout. */
const cell = new Int32Array(new SharedArrayBuffer(4));
let underWay = 0;
let turning = false;
/** When something last began or ended. */
let since = 0;

/**
 * Makes the methods of WebGPU that take their time rest while they wait. The global object has Dawn's classes by
 * then.
 */
export function restWhileWaiting(): void {
  const { prototype: buffer } = GPUBuffer;
  const { prototype: queue } = GPUQueue;
  const { prototype: device } = GPUDevice;
  buffer.mapAsync = resting(buffer.mapAsync);
  queue.onSubmittedWorkDone = resting(queue.onSubmittedWorkDone);
  device.createComputePipelineAsync = resting(device.createComputePipelineAsync);
}

function resting<This, Args extends unknown[], Answer>(
  method: (this: This, ...args: Args) => Promise<Answer>,
): (this: This, ...args: Args) => Promise<Answer> {
  return function (...args) {
    const answer = method.apply(this, args);
    since = performance.now();
    underWay++;
    if (!turning) setImmediate(turn);
    turning = true;
    answer.then(end, end);
    return answer;
  };
}

function end(): void {
  underWay--;
  since = performance.now();
}

function turn(): void {
  turning = underWay > 0;
  if (!turning) return;
  Atomics.wait(cell, 0, 0, Math.min(longest, share * (performance.now() - since)));
  setImmediate(turn);
}
