// Paces a page's drawing: at most once in an interval however many figures arrive, and not at all while the
// page is hidden; what was missed is drawn once when it is shown again.

export interface Redraws {
  /** There is something new: it is drawn now, or as soon as the interval since the last drawing is over. */
  request(): void;
  /** Draws now, unless the page is hidden. */
  flush(): void;
  setVisible(visible: boolean): void;
}

/** @param interval milliseconds from one drawing to the next */
export function createRedraws(draw: () => void, interval: () => number): Redraws {
  let visible = true;
  let isPending = false;
  let drawnAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    isPending = !visible;
    if (!visible) return;
    drawnAt = performance.now();
    draw();
  };
  return {
    request() {
      isPending = true;
      if (!visible || timer !== undefined) return;
      // Through a timer even when it is due, so that all figures of one message are drawn together.
      timer = setTimeout(flush, Math.max(0, drawnAt + interval() - performance.now()));
    },
    flush,
    setVisible(now) {
      visible = now;
      clearTimeout(timer);
      timer = undefined;
      if (visible && isPending) flush();
    },
  };
}
