// Rectifier with a learned slope below 0, a channel or one for all: a tensor with one slope is seen as one channel.
import { type LayerWork, rowsOf, type Site, sizeOf } from '../layer-work.js';

/** [rows, channels] with a slope a channel. */
function matrixOf({ operation, output }: Site<'prelu'>) {
  return operation.shared ? { rows: sizeOf(output), channels: 1 } : { rows: rowsOf(output), channels: output[3] };
}

export const prelu: LayerWork<'prelu'> = {
  parameters: (site) => [
    {
      name: 'slopes',
      shape: [matrixOf(site).channels],
      initial: { kind: 'constant', value: site.operation.init },
    },
  ],

  intermediates: ({ output }) => [{ name: 'channel_sums', role: 'workspace', shape: [output[3]] }],

  forward: (site) => [{ computation: { kind: 'prelu', ...matrixOf(site) }, reads: ['x', 'slopes'], writes: ['y'] }],

  gradients(site) {
    const { operation, output } = site;
    const channels = output[3];
    const byChannel = { kind: 'prelu-slope-gradient', rows: rowsOf(output), channels } as const;
    const total = { kind: 'bias-gradient', rows: channels, channels: 1 } as const;
    return [
      { computation: byChannel, reads: ['x', 'dy'], writes: [operation.shared ? 'channel_sums' : 'dslopes'] },
      ...(operation.shared ? [{ computation: total, reads: ['channel_sums'], writes: ['dslopes'] } as const] : []),
      {
        computation: { kind: 'prelu-input-gradient', ...matrixOf(site) },
        reads: ['x', 'dy', 'slopes'],
        writes: ['dx'],
      },
    ];
  },
};
