// Statistics of groups of channels beside values for each channel: the one from the other, for one image.
import type { NormGroups } from '../../../../../ir/index.js';
import { type F32, f32, i32, type Local } from '../../../emitter/index.js';
import { type StageContext, valueBytes } from '../../kernel.js';

export interface ChannelAddress {
  /** Bytes before the group's value. */
  readonly group: Local<'i32'>;
  /** Bytes before the channel's value. */
  readonly channel: Local<'i32'>;
}

/** Visits all channels in order, and each group before its channels and after them. */
export function forEachChannelOfGroups(
  { f }: StageContext,
  { channels, groups }: NormGroups,
  visit: {
    readonly before?: (group: Local<'i32'>) => void;
    readonly channel: (at: ChannelAddress) => void;
    readonly after?: (group: Local<'i32'>) => void;
  },
): void {
  const [group, channel, stop] = [f.local('i32'), f.local('i32', i32.const(0)), f.local('i32')];
  f.for(group, { to: groups * valueBytes, step: valueBytes }, () => {
    visit.before?.(group);
    f.set(stop, i32.add(channel, (channels / groups) * valueBytes));
    f.for(channel, { from: channel, to: stop, step: valueBytes }, () => visit.channel({ group, channel }));
    visit.after?.(group);
  });
}

/** Fills `target` with values for each channel: what `compute` makes of its group's and its own place. */
export function emitSpread(
  context: StageContext,
  norm: NormGroups,
  target: Local<'i32'>,
  compute: (at: ChannelAddress) => F32,
): void {
  forEachChannelOfGroups(context, norm, {
    channel: (at) => context.f.storeF32(i32.add(target, at.channel), compute(at)),
  });
}

/** The sum of each group's values for a channel: handed to `store`. */
export function emitGroupSums(
  context: StageContext,
  norm: NormGroups,
  term: (at: ChannelAddress) => F32,
  store: (sum: Local<'f32'>, group: Local<'i32'>) => void,
): void {
  const { f } = context;
  const sum = f.local('f32');
  forEachChannelOfGroups(context, norm, {
    before: () => f.set(sum, f32.const(0)),
    channel: (at) => f.set(sum, f32.add(sum, term(at))),
    after: (group) => store(sum, group),
  });
}

/** Addresses of the statistics of image `entry`, and the bytes before its first value. */
export function addressesOfEntry(
  { f }: StageContext,
  { places, channels, groups }: NormGroups,
  entry: Local<'i32'>,
): { readonly offset: Local<'i32'>; readonly ofGroups: (tensor: Local<'i32'>) => Local<'i32'> } {
  return {
    offset: f.local('i32', i32.mul(entry, places * channels * valueBytes)),
    ofGroups: (tensor) => f.local('i32', i32.add(tensor, i32.mul(entry, groups * valueBytes))),
  };
}

/** sqrt(variance + eps) of the group at an address. */
export function deviationAt(variance: Local<'i32'>, group: Local<'i32'>, eps: number): F32 {
  return f32.sqrt(f32.add(f32.load(i32.add(variance, group)), f32.const(eps)));
}
