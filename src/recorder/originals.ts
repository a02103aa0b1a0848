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
export const promiseThen = Promise.prototype.then;
export const keysOf = Object.keys;
export const prototypeOf = Object.getPrototypeOf;
export const propertyOf = Object.getOwnPropertyDescriptor;
export const { apply } = Reflect;
export const { isArray } = Array;
const getterOf = (prototype: object, key: string): (() => unknown) => propertyOf(prototype, key)!.get!;
const typedArray: object = prototypeOf(Int32Array.prototype);
export const bufferOfTypedArray = getterOf(typedArray, 'buffer');
export const offsetOfTypedArray = getterOf(typedArray, 'byteOffset');
export const bufferOfDataView = getterOf(DataView.prototype, 'buffer');
export const lengthOfBuffer = getterOf(ArrayBuffer.prototype, 'byteLength');
export const lengthOfSharedBuffer = getterOf(SharedArrayBuffer.prototype, 'byteLength');
export const entriesOfMap = Map.prototype.entries;
export const valuesOfSet = Set.prototype.values;
export const nextOfMap: () => IteratorResult<unknown> = prototypeOf(new Map().entries()).next;
export const nextOfSet: () => IteratorResult<unknown> = prototypeOf(new Set().values()).next;
/** Times of Node's performance entries, and of `performance.now`: ms from the thread's own zero. */
export const typeOfEntry = getterOf(PerformanceEntry.prototype, 'entryType');
export const nameOfEntry = getterOf(PerformanceEntry.prototype, 'name');
export const startOfEntry = getterOf(PerformanceEntry.prototype, 'startTime');
export const durationOfEntry = getterOf(PerformanceEntry.prototype, 'duration');
