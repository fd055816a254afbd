// Lets the event loop run between pieces of long work. Timers would take a millisecond or more.

const waiting: (() => void)[] = [];
let channel: MessageChannel | undefined;

/** Lets input, painting, messages and timers run. */
export function yieldToEventLoop(): Promise<void> {
  if (typeof setImmediate === 'function') return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    if (!channel) {
      channel = new MessageChannel();
      channel.port1.onmessage = () => waiting.shift()?.();
    }
    waiting.push(resolve);
    channel.port2.postMessage(undefined);
  });
}
