// What the suite logs for its runner outside (../suite.ts): the log is the one way out of both extension hosts.

/** What a line begins with that carries a test's result, and one that carries a figure to be printed. */
export const RESULT_MARK = 'RECEPTIVE-TEST ';
export const FIGURE_MARK = 'RECEPTIVE-FIGURE ';

export function reportFigure(figure: string): void {
  console.log(FIGURE_MARK + figure);
}
