// The learned scale and shift of a channel that normalisations end with: 1 and 0 at first.
import type { ParameterForm } from '../layer-work.js';

/** Which of the two are learned. */
interface Affine {
  readonly scale: boolean;
  readonly shift: boolean;
}

export function affineForms(channels: number, { scale, shift }: Affine): ParameterForm[] {
  const forms: ParameterForm[] = [];
  if (scale) forms.push({ name: 'scale', shape: [channels], initial: { kind: 'constant', value: 1 } });
  if (shift) forms.push({ name: 'shift', shape: [channels], initial: { kind: 'constant', value: 0 } });
  return forms;
}

/** What a `normalise` reads of them. */
export function affineNames({ scale, shift }: Affine): ('scale' | 'shift')[] {
  return [...(scale ? (['scale'] as const) : []), ...(shift ? (['shift'] as const) : [])];
}
