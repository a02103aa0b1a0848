import assert from 'node:assert/strict';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { endOf, setEnd } from '../../src/recorder/patches/ends.ts';
import { End } from '../../src/recorder/patches/messages.ts';
import {
  byIndex,
  byPlace,
  MovingPorts,
  movingPorts,
  portsIn,
  transferOf,
} from '../../src/recorder/patches/movingPorts.ts';
import { createSlab, MOVING_PORTS } from '../../src/recorder/slab.ts';
import { channelOfPort } from '../../src/shared/records.ts';

const CHANNEL = channelOfPort(7, 0);

describe('ports that change threads', () => {
  const opened: MessagePort[] = [];
  let moving: MovingPorts;
  beforeEach(() => {
    moving = new MovingPorts({ slab: createSlab() });
  });
  afterEach(() => {
    for (const port of opened.splice(0)) port.close();
  });

  /** A port; of a pair that is recorded, unless that is null. */
  function portOf(pair: number | null, sent = 0, received = 0): MessagePort {
    const { port1 } = new MessageChannel();
    opened.push(port1);
    if (pair !== null) setEnd(port1, new End(channelOfPort(pair, 1), channelOfPort(pair, 0), sent, received));
    return port1;
  }

  it('keep their channels and counts, found by their index among those transferred', () => {
    const [first, unknown, second] = [portOf(1, 3, 4), portOf(null), portOf(2, 5, 6)];
    moving.putDown(CHANNEL, 9, 'a message without them', [first, new ArrayBuffer(1), unknown, second]);
    const arrived = [portOf(null), portOf(null), portOf(null)];
    moving.takeUp(CHANNEL, 9, arrived, byIndex);
    assert.deepEqual(arrived.map(endOf), [endOf(first), null, endOf(second)]);
  });

  it('are found by their place in the message', () => {
    const [first, second] = [portOf(1), portOf(2)];
    const message = { b: [second], a: new Map([[1, first]]) };
    moving.putDown(CHANNEL, 9, message, [first, second]);
    const arrived = { b: [portOf(null)], a: new Map([[1, portOf(null)]]) };
    moving.takeUp(CHANNEL, 9, portsIn(arrived)!, byPlace);
    assert.deepEqual([endOf(arrived.b[0]), endOf(arrived.a.get(1))], [endOf(second), endOf(first)]);
  });

  it('have no place in a message that does not show all of them', () => {
    const [shown, hidden] = [portOf(1), portOf(2)];
    const message = Object.defineProperty({ shown }, 'hidden', { get: () => hidden, enumerable: true });
    moving.putDown(CHANNEL, 9, message, [hidden, shown]);
    const arrived = portOf(null);
    moving.takeUp(CHANNEL, 9, [arrived], byPlace);
    assert.equal(endOf(arrived), null);
  });

  it('are not found under another message, twice, or when they were not sent', () => {
    const arrived = portOf(null);
    moving.putDown(CHANNEL, 9, null, [portOf(1)]);
    moving.takeUp(CHANNEL, 8, [arrived], byIndex);
    moving.takeUp(CHANNEL + 1, 9, [arrived], byIndex);
    assert.equal(endOf(arrived), null);
    moving.takeUp(CHANNEL, 9, [portOf(null)], byIndex);
    moving.takeUp(CHANNEL, 9, [arrived], byIndex);
    moving.takeBack(moving.putDown(CHANNEL, 10, null, [portOf(1)]));
    moving.takeUp(CHANNEL, 10, [arrived], byIndex);
    assert.equal(endOf(arrived), null);
  });

  it('of the message that nobody has received for longest make room when there are too many', () => {
    const port = portOf(1);
    for (let number = 1; number <= MOVING_PORTS + 1; number++) moving.putDown(CHANNEL, number, null, [port]);
    const isFound = (number: number): boolean => {
      const arrived = portOf(null);
      moving.takeUp(CHANNEL, number, [arrived], byIndex);
      return endOf(arrived) !== null;
    };
    assert.deepEqual([1, 2, MOVING_PORTS, MOVING_PORTS + 1].map(isFound), [false, true, true, true]);
  });

  it('are seen in every kind of transfer list, without running the program’s code', () => {
    const port = portOf(1);
    const never = (): never => assert.fail('the program’s code was run');
    assert.deepEqual(movingPorts(transferOf([port, portOf(null), 1])), [port]);
    assert.deepEqual(movingPorts(transferOf({ transfer: [port] })), [port]);
    const own = Object.defineProperty([port], 'filter', { value: never });
    Object.defineProperty(own, Symbol.iterator, { value: never });
    assert.deepEqual(movingPorts(transferOf(own)), [port]);
    const getter = Object.defineProperty({}, 'transfer', { get: never });
    for (const other of [undefined, null, 1, new Set([port]), getter, new Proxy({}, { get: never })])
      assert.deepEqual(movingPorts(transferOf(other)), []);
  });
});
