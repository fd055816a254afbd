// The page's state, in `document.body.dataset.state`, and which elements it shows.
import { element } from '../shared/dom.js';

export type State = 'compiling' | 'training' | 'done' | 'stopped' | 'failed' | 'no-webgpu' | 'errors';

/** Shows the state's elements and hides the others; curves stay visible once something was drawn. */
export function enter(state: State): void {
  document.body.dataset.state = state;
  element('error').hidden = state !== 'errors' && state !== 'failed';
  element('no-webgpu').hidden = state !== 'no-webgpu';
  if (state === 'compiling' || state === 'errors' || state === 'no-webgpu') element('training').hidden = true;

  const stop = element<HTMLButtonElement>('stop');
  const restart = element<HTMLButtonElement>('restart');
  const resume = element<HTMLButtonElement>('resume');
  // A button that is disabled or hidden must not lose the keyboard's focus.
  const focused = [stop, resume, element('train-on-cpu')].some((each) => each === document.activeElement);
  resume.hidden = true;
  stop.disabled = state !== 'training';
  restart.disabled = state === 'compiling';
  if (focused && stop.disabled && state !== 'no-webgpu') restart.focus();
  if (focused && state === 'training') stop.focus();
}
