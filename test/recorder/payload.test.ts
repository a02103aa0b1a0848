import assert from 'node:assert/strict';
import { types } from 'node:util';
import { weigh } from '../../src/recorder/patches/payload.ts';
import { walk } from '../../src/recorder/patches/walk.ts';

const never = (): never => assert.fail('the program’s code was run');

const exactly = (copied: number, transferred = 0) => ({ copied, transferred, isLowerBound: false });
const atLeast = (copied: number) => ({ copied, transferred: 0, isLowerBound: true });

describe('what a message carries', () => {
  it('is one or two bytes a letter, and eight a number', () => {
    assert.deepEqual(weigh('abc'), exactly(3));
    assert.deepEqual(weigh('añc'), exactly(3));
    assert.deepEqual(weigh('añc…'), exactly(8));
    assert.deepEqual(weigh(1), exactly(8));
    assert.deepEqual(weigh({ a: 1, b: ['xy', { c: 2 }] }), exactly(18));
    assert.deepEqual(weigh(new Map([['ab', new Set([1, 2])]])), exactly(18));
  });

  it('is the whole memory of a view, once', () => {
    const memory = new ArrayBuffer(1000);
    const views = [new Uint8Array(memory, 10, 5), new DataView(memory), memory];
    assert.deepEqual(weigh(views), exactly(1000));
    assert.deepEqual(weigh(new Float64Array(4)), exactly(32));
  });

  it('is not what is shared, and apart from what is transferred', () => {
    const [given, kept] = [new ArrayBuffer(500), new ArrayBuffer(30)];
    assert.deepEqual(weigh({ given, view: new Uint8Array(given), kept }, [given]), exactly(30, 500));
    assert.deepEqual(weigh(new Int32Array(new SharedArrayBuffer(64))), exactly(0));
    assert.deepEqual(weigh('x', [given]), exactly(1, 500));
  });

  it('is found without running the program’s code', () => {
    const trap = new Proxy(
      {},
      { get: never, ownKeys: never, getPrototypeOf: never, getOwnPropertyDescriptor: never },
    );
    const getter = Object.defineProperty({ a: 1 }, 'b', { get: never, enumerable: true });
    const error = new Error('x');
    Object.defineProperty(error, 'stack', { get: never });
    assert.deepEqual(weigh([trap, 'abc']), atLeast(3));
    assert.deepEqual(weigh(trap), atLeast(0));
    assert.deepEqual(weigh(getter), atLeast(8));
    assert.deepEqual(weigh({ error, a: 1 }), atLeast(8));
    class Mine extends Uint8Array {
      override get buffer(): never {
        return never();
      }
    }
    assert.deepEqual(weigh(new Mine(5)), exactly(5));
  });

  it('is at least so much where there is too much to look at', () => {
    const rows = Array.from({ length: 1000 }, (_, i) => ({ i }));
    const { copied, isLowerBound } = weigh(rows);
    assert.ok(isLowerBound && copied > 0 && copied < 8000);
    assert.deepEqual(weigh('x'.repeat(5000)), atLeast(5000));
    assert.deepEqual(weigh('…'.repeat(5000)), { ...atLeast(10_000) });
  });

  it('of many numbers is known without looking at each', () => {
    assert.deepEqual(weigh(Array(100_000).fill(1)), exactly(800_000));
  });

  it('of a circle and of a deep list is finite', () => {
    const circle: Record<string, unknown> = { n: 1 };
    circle.self = circle;
    assert.deepEqual(weigh(circle), exactly(8));
    let list: unknown = null;
    for (let i = 0; i < 100_000; i++) list = { list };
    assert.equal(weigh(list).isLowerBound, true);
  });
});

describe('the order in which a message is looked through', () => {
  it('is that of its clone', () => {
    const dates = [1, 2, 3, 4, 5].map((time) => new Date(time));
    const message = {
      a: [dates[0], { b: dates[1] }],
      c: new Map([[dates[2], new Set([dates[3]])]]),
      d: dates[4],
      e: dates[0],
    };
    const timesIn = (value: unknown): number[] => {
      const times: number[] = [];
      assert.ok(walk(value, (part) => void (types.isDate(part) && times.push(part.getTime()))));
      return times;
    };
    assert.equal(timesIn(message).length, 5);
    assert.deepEqual(timesIn(structuredClone(message)), timesIn(message));
  });
});
