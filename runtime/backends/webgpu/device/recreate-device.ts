// Asks for a device after one was lost. A driver that was restarted or updated takes some seconds to be there again.
import { FaultError } from '../../../faults/index.js';
import { type DeviceAnswer, requestDevice } from './adapter.js';

/** Waits before each try, in milliseconds. */
const waits = [0, 500, 2_000, 5_000] as const;

/** The first device there is; rejects with a FaultError that has the last reason why there is none. */
export async function renewDevice(gpu: GPU | undefined): Promise<Extract<DeviceAnswer, { kind: 'device' }>> {
  let reason = '';
  for (const wait of waits) {
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const answer = await requestDevice(gpu);
    if (answer.kind === 'device') return answer;
    reason = `${answer.reason} ${answer.advice}`;
  }
  throw new FaultError({ kind: 'no-device', reason });
}
