/**
 * What the recorder uses of the platform, taken before the user's program (or the recorder's own patches) can replace it.
 * Inside the recorder nothing else may be called from a hot path: a patched `Atomics.wait` would record itself.
 */
export const now: () => bigint = process.hrtime.bigint;
export const atomicsWait = Atomics.wait;
export const atomicsNotify = Atomics.notify;
export const atomicsStore = Atomics.store;
export const atomicsLoad = Atomics.load;
const encoder = new TextEncoder();
export const encodeUtf8 = encoder.encode.bind(encoder);
export const stringify = JSON.stringify;
