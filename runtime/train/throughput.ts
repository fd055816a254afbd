// How fast a training goes: images per second over the last steps, and over all steps, pauses left out.

export interface Throughput {
  /** Time counts from here on. */
  resume(): void;
  /** Time does not count until `resume`. */
  pause(): void;
  /** So many images more are done. */
  add(images: number): void;
  /** Over the last 20 additions since `resume`; 0 before any time has passed. */
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
  return {
    resume() {
      resumed = now();
      recent.splice(0, recent.length, { at: resumed, images });
    },
    pause() {
      if (resumed !== undefined) milliseconds += now() - resumed;
      resumed = undefined;
    },
    add(more) {
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
      return perSecond(images, milliseconds + (resumed === undefined ? 0 : now() - resumed));
    },
  };
}

function perSecond(images: number, milliseconds: number): number {
  return milliseconds > 0 ? (images * 1000) / milliseconds : 0;
}
