import assert from 'node:assert/strict';
import { restoreMessage } from '../../src/instrument/messages.ts';

describe('restoreMessage', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['__cv$.r(...).foo is not a function', '(intermediate value).foo is not a function'],
    [
      "Cannot destructure property 'a' of '__cv$.r(...)' as it is undefined.",
      "Cannot destructure property 'a' of '(intermediate value)' as it is undefined.",
    ],
    ['__cv$.r is not a function or its return value is not iterable', '(intermediate value) is not iterable'],
    [
      '__cv$.i(...) is not a function or its return value is not async iterable',
      '(intermediate value) is not async iterable',
    ],
    ['foo is not a function', 'foo is not a function'],
  ];
  for (const [message, expected] of cases) {
    it(message, () => {
      const error = new TypeError(message);
      const { length } = error.stack!.split('\n');
      restoreMessage(error);
      assert.equal(error.message, expected);
      assert.ok(error.stack!.startsWith(`TypeError: ${expected}\n`));
      assert.equal(error.stack!.split('\n').length, length);
      assert.equal(Object.prototype.propertyIsEnumerable.call(error, 'message'), false);
    });
  }
  it('leaves alone what the program made itself', () => {
    const own = new Error('__cv$.r(...)');
    restoreMessage(own);
    assert.equal(own.message, '__cv$.r(...)');
    const frozen = Object.freeze(new TypeError('__cv$.r(...) is not a function'));
    restoreMessage(frozen);
    assert.equal(frozen.message, '__cv$.r(...) is not a function');
    for (const value of [
      undefined,
      null,
      1,
      'x',
      new Proxy({}, { get: () => assert.fail('a trap was called') }),
    ]) {
      restoreMessage(value);
    }
  });
});
