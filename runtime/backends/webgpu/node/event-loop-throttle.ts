// Dawn's binding for Node asks at every turn of the event loop whether the adapter is done, and turns as fast as it
// can. That keeps a core busy, and an adapter in software, which computes on the same cores, waits for it: on two of
// them lavapipe's steps took nearly twice as long. So turns rest while something is under way; what is over in an
// instant is met at once.

/** Of what has been waited already, so that an answer comes at most so much later; and milliseconds at most. */
const [share, longest] = [1 / 8, 1];

/** Nobody writes to it. */
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
