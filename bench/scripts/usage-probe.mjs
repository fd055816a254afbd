// @ts-check
// Loaded into the server that protocol.mjs measures: answers each message with its processor time and with the memory
// left after a collection.

/** @typedef {{ heapUsed: number, rss: number, processor: number }} Usage `processor`: milliseconds. */

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  process.send?.({ heapUsed, rss, processor: (user + system) / 1_000 });
});
// It does not keep the server alive.
process.channel?.unref();
