// The curves of the loss and the metric, drawn by uPlot in the editor's colours, with no more points than the chart has
// pixels. The caller paces the drawing; a change of the theme or the page's width redraws too.
import uPlot from 'uplot';
import { decimate } from './decimate.js';
import type { Point } from './history.js';
import type { Axis } from './metric.js';

/** What one training's curve is of. */
export interface CurveNames {
  readonly axis: Axis;
  /** The images beside the training's own: `test` or `validation`. */
  readonly watched: string;
}

export interface Quantity {
  batch(point: Point): number;
  trend(point: Point): number;
  watched(point: Point): number | undefined;
}

export const loss: Quantity = {
  batch: (point) => point.loss,
  trend: (point) => point.lossTrend,
  watched: (point) => point.watched?.loss,
};

export const metric: Quantity = {
  batch: (point) => point.metric,
  trend: (point) => point.metricTrend,
  watched: (point) => point.watched?.metric,
};

const height = 260;
/** Pixels of an axis' label, and of the axis beside the plot with it. */
const axisLabel = 22;
const axisWidth = 44 + axisLabel;
const leastPixels = 50;

export class Curve {
  #points: readonly Point[] = [];
  #names: CurveNames = { axis: { label: '', format: String }, watched: 'test' };
  #chart: uPlot | undefined;

  constructor(
    private readonly element: HTMLElement,
    private readonly quantity: Quantity,
  ) {
    // The theme is a class of the body; a new chart reads its colours.
    new MutationObserver(() => this.#recreate()).observe(document.body, { attributeFilter: ['class'] });
    new ResizeObserver(() => this.#resize()).observe(element);
  }

  /** Clears the curve for another training. */
  begin(names: CurveNames): void {
    this.#names = names;
    this.#points = [];
    this.#recreate();
  }

  /** Draws these points now. */
  show(points: readonly Point[]): void {
    this.#points = points;
    this.#draw();
  }

  #draw(): void {
    const width = this.element.clientWidth;
    const data = curveData(this.#points, this.quantity, width - axisWidth);
    if (this.#chart) this.#chart.setData(data);
    else this.#chart = new uPlot(chartOptions(this.#names, width), data, this.element);
  }

  #resize(): void {
    const width = this.element.clientWidth;
    // Without a width the page is hidden.
    if (!this.#chart || width === 0 || width === this.#chart.width) return;
    this.#chart.setSize({ width, height });
    this.#draw();
  }

  #recreate(): void {
    if (!this.#chart) return;
    this.#chart.destroy();
    this.#chart = undefined;
    this.#draw();
  }
}

/** The series of a chart whose plot is so many pixels wide: steps, batches, trend, watched figures. */
export function curveData(
  points: readonly Point[],
  quantity: Quantity,
  pixels: number,
): [number[], number[], number[], (number | null)[]] {
  const steps = points.map((point) => point.step);
  const batches = points.map((point) => quantity.batch(point));
  const chosen = decimate(steps, batches, Math.max(leastPixels, pixels));
  return [
    chosen.map((index) => steps[index]),
    chosen.map((index) => batches[index]),
    chosen.map((index) => quantity.trend(points[index])),
    // The newest of those since the last point that is drawn: less than two pixels away.
    chosen.map((index, place) => newestWatched(points, quantity, index, place === 0 ? -1 : chosen[place - 1])),
  ];
}

/** Of the points after `before`, up to `index`. */
function newestWatched(points: readonly Point[], quantity: Quantity, index: number, before: number): number | null {
  for (let at = index; at > before; at--) {
    const value = quantity.watched(points[at]);
    if (value !== undefined) return value;
  }
  return null;
}

function chartOptions({ axis: { label, format, range }, watched }: CurveNames, width: number): uPlot.Options {
  const style = getComputedStyle(document.body);
  const colour = (...names: string[]) =>
    names.map((name) => style.getPropertyValue(`--vscode-${name}`).trim()).find(Boolean) ?? style.color;
  const training = colour('charts-blue');
  const watching = colour('charts-purple');
  const batch = withAlpha(training, 0.55);
  const lines = ['transparent', batch, training, watching];
  const text = colour('descriptionForeground', 'foreground');
  const font = `12px ${style.fontFamily}`;
  const value = (_: uPlot, figure: number | null) => (figure === null ? '–' : format(figure));
  const axisStyle = {
    stroke: text,
    font,
    labelFont: font,
    grid: { stroke: withAlpha(text, 0.18), width: 1 },
    ticks: { stroke: withAlpha(text, 0.18), width: 1 },
  };
  return {
    width,
    height,
    legend: { markers: { width: 0, fill: (_, index) => lines[index] } },
    cursor: { drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: (_, __, last) => [0, Math.max(last ?? 0, 10)] },
      y: { range: range ? [...range] : (_, __, most) => [0, Number.isFinite(most) ? 1.05 * most : 1] },
    },
    axes: [
      { ...axisStyle, label: 'training step', size: 32, labelSize: axisLabel },
      {
        ...axisStyle,
        label,
        size: axisWidth - axisLabel,
        labelSize: axisLabel,
        values: (_, ticks) => ticks.map((tick) => (range ? `${Math.round(100 * tick)}` : `${tick}`)),
      },
    ],
    series: [
      { label: 'step', value: (_, step) => (step === null ? '–' : `${step}`) },
      { label: 'batch', stroke: batch, width: 1, points: { show: false }, value },
      { label: 'trend', stroke: training, width: 2, points: { show: false }, value },
      {
        label: watched,
        stroke: watching,
        width: 2,
        spanGaps: true,
        points: { show: true, size: 8, fill: watching },
        value,
      },
    ],
  };
}

/** A CSS colour with this opacity. */
function withAlpha(colour: string, alpha: number): string {
  return `color-mix(in srgb, ${colour} ${100 * alpha}%, transparent)`;
}
