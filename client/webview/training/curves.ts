// The loss and accuracy curves, drawn by uPlot in the editor's colours. Redrawn for new points at most ten times a
// second, and when the theme or the page's width changes.
import uPlot from 'uplot';
import { formatLoss, formatPercent } from '../shared/format.js';
import type { Point } from './history.js';

/** Labels of one training's curves. */
export interface CurveNames {
  /** The quantity with its unit. */
  readonly axis: string;
  /** The images beside the training's own: `test` or `validation`. */
  readonly watched: string;
}

interface Quantity {
  readonly format: (value: number) => string;
  /** Of the axis; by default it follows the values. */
  readonly range?: readonly [number, number];
  batch(point: Point): number;
  trend(point: Point): number;
  watched(point: Point): number | undefined;
}

export const loss: Quantity = {
  format: formatLoss,
  batch: (point) => point.loss,
  trend: (point) => point.lossTrend,
  watched: (point) => point.watched?.loss,
};

export const accuracy: Quantity = {
  format: formatPercent,
  range: [0, 1],
  batch: (point) => point.accuracy,
  trend: (point) => point.accuracyTrend,
  watched: (point) => point.watched?.accuracy,
};

const height = 260;

export class Curve {
  #points: readonly Point[] = [];
  #names: CurveNames = { axis: '', watched: 'test' };
  #chart: uPlot | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly element: HTMLElement,
    private readonly quantity: Quantity,
  ) {
    // The theme is a class of the body; a new chart reads its colours.
    new MutationObserver(() => this.#recreate()).observe(document.body, { attributeFilter: ['class'] });
    new ResizeObserver(() => this.#chart?.setSize({ width: element.clientWidth, height })).observe(element);
  }

  /** Clears the curve for another training. */
  begin(names: CurveNames): void {
    this.#names = names;
    this.#points = [];
    this.#recreate();
  }

  /** Draws these points soon; of several calls the last counts. */
  show(points: readonly Point[]): void {
    this.#points = points;
    const pause = matchMedia('(prefers-reduced-motion: reduce)').matches ? 1_000 : 100;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#draw();
    }, pause);
  }

  #draw(): void {
    const data = alignedData(this.#points, this.quantity);
    if (this.#chart) this.#chart.setData(data);
    else
      this.#chart = new uPlot(chartOptions(this.quantity, this.#names, this.element.clientWidth), data, this.element);
  }

  #recreate(): void {
    if (!this.#chart) return;
    this.#chart.destroy();
    this.#chart = undefined;
    this.#draw();
  }
}

function alignedData(points: readonly Point[], quantity: Quantity): uPlot.AlignedData {
  return [
    points.map((point) => point.step),
    points.map((point) => quantity.batch(point)),
    points.map((point) => quantity.trend(point)),
    points.map((point) => quantity.watched(point) ?? null),
  ];
}

function chartOptions({ format, range }: Quantity, { axis, watched }: CurveNames, width: number): uPlot.Options {
  const style = getComputedStyle(document.body);
  const colour = (...names: string[]) =>
    names.map((name) => style.getPropertyValue(`--vscode-${name}`).trim()).find(Boolean) ?? style.color;
  const training = colour('charts-blue');
  const watching = colour('charts-orange');
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
      { ...axisStyle, label: 'training step', size: 32, labelSize: 22 },
      {
        ...axisStyle,
        label: axis,
        size: 44,
        labelSize: 22,
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
