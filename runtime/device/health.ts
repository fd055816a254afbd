// Notices when a device dies or complains after everything was created: WebGPU tells so beside the calls, not by them.

export interface Health {
  /** Throws an Error with the reason once the device was lost or reported an error. */
  check(): void;
  /** Stops listening. */
  release(): void;
}

export function watchHealth(device: GPUDevice): Health {
  let reason: string | undefined;
  const complain = (event: GPUUncapturedErrorEvent) => {
    reason ??= `The GPU reported an error: ${event.error.message}`;
  };
  device.addEventListener('uncapturederror', complain);
  device.lost.then((info) => {
    reason =
      info.reason === 'destroyed'
        ? 'The GPU device was closed while it was in use.'
        : `The GPU was lost (${info.message || 'the driver gives no reason'}). Start the training again; a smaller batch is easier on it.`;
  });
  return {
    check() {
      if (reason) throw new Error(reason);
    },
    release() {
      device.removeEventListener('uncapturederror', complain);
    },
  };
}

/** Runs `create` and rejects with an Error when the device found it invalid or ran out of memory. */
export async function withErrorScopes<T>(device: GPUDevice, what: string, create: () => T): Promise<T> {
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
  if (memory) throw new Error(`The GPU has too little memory for ${what}: ${memory.message}. Try a smaller batch.`);
  const other = others.find((error) => error !== null);
  if (other) throw new Error(`The GPU refused ${what}: ${other.message}`);
  return result;
}
