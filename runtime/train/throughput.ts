// Images per second, over the last steps and over all. Pauses do not count, nor does a device's first step, in which
// its driver may compile for seconds, unless there is no other step.

export interface Throughput {
  /** The next step is the first on its device. */
  begin(): void;
  /** Time counts from here on. */
  resume(): void;
  /** Time does not count until `resume`. */
  pause(): void;
  /** So many images more are done: those of a step. */
  add(images: number): void;
  /** Over the last 20 steps since `resume`; 0 before any time has passed. */
  recent(): number;
  /** Over everything; 0 before any time has passed. */
  overall(): number;
}

const recentLength = 20;

/** `now`: a clock in milliseconds. */
export function createThroughput(now: () => number = () => performance.now()): Throughput {
  const recent: { readonly at: number; readonly images: number }[] = [];
  let images = 0;
  let milliseconds = 0;
  let resumed: number | undefined;
  /** Of `images` and `milliseconds`: those that do not count. */
  const leftOut = { images: 0, milliseconds: 0 };
  let isFirst = false;
  /** The first step on a device, until another is done. */
  let first: { readonly images: number; readonly milliseconds: number } | undefined;

  function leaveOutFirst(): void {
    if (!first) return;
    leftOut.images += first.images;
    leftOut.milliseconds += first.milliseconds;
    first = undefined;
    // Where a pause followed, it is not among these any more.
    if (recent.length > 1) recent.shift();
  }

  return {
    begin() {
      leaveOutFirst();
      isFirst = true;
    },
    resume() {
      resumed = now();
      recent.splice(0, recent.length, { at: resumed, images });
    },
    pause() {
      if (resumed !== undefined) milliseconds += now() - resumed;
      resumed = undefined;
    },
    add(more) {
      leaveOutFirst();
      if (isFirst) first = { images: more, milliseconds: now() - (resumed ?? now()) };
      isFirst = false;
      images += more;
      recent.push({ at: now(), images });
      if (recent.length > recentLength + 1) recent.shift();
    },
    recent() {
      const first = recent[0];
      const last = recent.at(-1);
      return first && last ? perSecond(last.images - first.images, last.at - first.at) : 0;
    },
    overall() {
      const running = resumed === undefined ? 0 : now() - resumed;
      return perSecond(images - leftOut.images, milliseconds + running - leftOut.milliseconds);
    },
  };
}

function perSecond(images: number, milliseconds: number): number {
  return milliseconds > 0 ? (images * 1000) / milliseconds : 0;
}
