// Notices when a device is lost or reports an error after its creation: WebGPU reports both by events, not by its
// calls.

import { type Fault, FaultError } from '../../../faults/index.js';
import type { MemoryDemand } from '../../../memory/index.js';

export interface Health {
  /** Throws a FaultError once the device was lost or reported an error. */
  check(): void;
  /**
   * The FaultError behind an error that a call of the device gave: a device that is lost rejects what is under way with
   * technical reasons, sometimes before it says that it is lost.
   */
  explain(error: unknown): Promise<FaultError>;
  /** Stops listening. */
  release(): void;
}

/** A device that is lost says so well within this time of its first failing call. */
const patience = 1_000;

export function watchHealth(device: GPUDevice, { what, bytes }: MemoryDemand): Health {
  let fault: Fault | undefined;
  const complain = ({ error }: GPUUncapturedErrorEvent) => {
    fault ??= isOutOfMemory(error)
      ? { kind: 'out-of-memory', what, bytes, detail: error.message }
      : { kind: 'refused', what, detail: error.message };
  };
  device.addEventListener('uncapturederror', complain);
  const lost = device.lost.then(({ reason, message }) => {
    fault = { kind: 'device-lost', destroyed: reason === 'destroyed', detail: message };
  });
  const check = () => {
    if (fault) throw new FaultError(fault);
  };
  return {
    check,
    async explain(error) {
      if (error instanceof FaultError) return error;
      if (!fault) await Promise.race([lost, new Promise((resolve) => setTimeout(resolve, patience))]);
      return new FaultError(fault ?? { kind: 'refused', what, detail: textOf(error) });
    },
    release() {
      device.removeEventListener('uncapturederror', complain);
    },
  };
}

/** Runs `create` and rejects with a FaultError when the device found it invalid or ran out of memory. */
export async function withErrorScopes<T>(
  device: GPUDevice,
  { what, bytes }: MemoryDemand,
  create: () => T,
): Promise<T> {
  device.pushErrorScope('validation');
  device.pushErrorScope('internal');
  device.pushErrorScope('out-of-memory');
  let result: T;
  const errors: (GPUError | null)[] = [];
  try {
    result = create();
  } finally {
    const scopes = [device.popErrorScope(), device.popErrorScope(), device.popErrorScope()];
    errors.push(...(await Promise.all(scopes)));
  }
  const [memory, ...others] = errors;
  if (memory) throw new FaultError({ kind: 'out-of-memory', what, bytes, detail: memory.message });
  const other = others.find((error) => error !== null);
  if (other) throw new FaultError({ kind: 'refused', what, detail: other.message });
  return result;
}

function isOutOfMemory(error: GPUError): boolean {
  return typeof GPUOutOfMemoryError !== 'undefined' && error instanceof GPUOutOfMemoryError;
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
