/** Looks through the values of a message without running any of the program's code: no getter, no trap of a proxy. */
import { types } from 'node:util';
import {
  apply,
  entriesOfMap,
  isArray,
  keysOf,
  nextOfMap,
  nextOfSet,
  propertyOf,
  prototypeOf,
  valuesOfSet,
} from '../originals.ts';

/** Values that are looked at in one message, at 70 ns each; the rest is left out. */
const MAX_VALUES = 256;
/** When so many numbers begin an array, the rest are taken for numbers without a look. */
const ENOUGH_NUMBERS = 16;

const plain = Object.prototype;
const { isView } = ArrayBuffer;

/** Takes a value that is held `times` times in a row. Returns whether more is wanted. */
type Take = (value: unknown, times: number) => boolean;

/**
 * Visits a value and all that it holds, each object once, in an order that is the same for a value and its structured
 * clone. Returns false when something was left out.
 */
export function walk(root: unknown, visit: (value: unknown, times: number) => void): boolean {
  if (typeof root !== 'object' || root === null) {
    visit(root, 1);
    return true;
  }
  const objects = new Set<object>();
  let isWhole = true;
  let count = 0;

  function take(value: unknown, times: number): boolean {
    if (typeof value !== 'object' || value === null) {
      visit(value, times);
      return ++count < MAX_VALUES;
    }
    if (objects.has(value)) return true;
    objects.add(value);
    visit(value, times);
    if (++count < MAX_VALUES && !eachPart(value, take)) isWhole = false;
    return count < MAX_VALUES;
  }

  try {
    return take(root, 1) && isWhole;
  } catch {
    return false; // A module that is not evaluated yet throws when it is looked at.
  }
}

/** Gives what an object holds directly to `take`, until that says that it is enough. False: something was left out. */
function eachPart(object: object, take: Take): boolean {
  if (types.isProxy(object)) return false;
  if (isArray(object)) return eachElement(object, take);
  if (prototypeOf(object) === plain) return eachProperty(object, take);
  if (isView(object) || types.isAnyArrayBuffer(object)) return true;
  if (types.isMap(object)) return eachEntry(object, take);
  if (types.isSet(object)) return eachMember(object, take);
  // An error's stack may be made by the program.
  if (types.isNativeError(object)) return false;
  return eachProperty(object, take);
}

function eachElement(array: readonly unknown[], take: Take): boolean {
  let numbers = 0;
  for (let i = 0; i < array.length; i++) {
    const property = propertyOf(array, i);
    if (property === undefined) continue;
    if (!('value' in property) || !take(property.value, 1)) return false;
    if (typeof property.value === 'number') numbers++;
    if (numbers === ENOUGH_NUMBERS && i < ENOUGH_NUMBERS) return take(0, array.length - i - 1);
  }
  return true;
}

function eachProperty(object: object, take: Take): boolean {
  let isWhole = true;
  for (const key of keysOf(object)) {
    const property = propertyOf(object, key);
    if (property === undefined || !('value' in property)) isWhole = false;
    else if (!take(property.value, 1)) return false;
  }
  return isWhole;
}

function eachEntry(map: object, take: Take): boolean {
  const entries = apply(entriesOfMap, map, []);
  for (;;) {
    const { done, value } = apply(nextOfMap, entries, []) as IteratorResult<readonly [unknown, unknown]>;
    if (done === true) return true;
    if (!take(value[0], 1) || !take(value[1], 1)) return false;
  }
}

function eachMember(set: object, take: Take): boolean {
  const values = apply(valuesOfSet, set, []);
  for (;;) {
    const { done, value } = apply(nextOfSet, values, []) as IteratorResult<unknown>;
    if (done === true) return true;
    if (!take(value, 1)) return false;
  }
}
