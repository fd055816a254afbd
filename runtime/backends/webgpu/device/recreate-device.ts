// Requests a device after one was lost. A driver that was restarted or updated takes some seconds to come back.
import { FaultError } from '../../../faults/index.js';
import { type Device, requestDevice } from './adapter.js';

/** Milliseconds before each attempt. */
const waits = [0, 500, 2_000, 5_000] as const;

/** The first device available; rejects with a FaultError with the last reason why there is none. */
export async function recreateDevice(gpu: GPU | undefined): Promise<Device> {
  let reason = '';
  for (const wait of waits) {
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const answer = await requestDevice(gpu);
    if (answer.kind === 'device') return answer;
    reason = `${answer.reason} ${answer.advice}`;
  }
  throw new FaultError({ kind: 'no-device', reason });
}
