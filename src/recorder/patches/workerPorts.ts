/** Ports that a worker is given with its `workerData`: they travel under a number that reaches the worker with Node's own data. */
import { getEnvironmentData, setEnvironmentData, type WorkerOptions, workerData } from 'node:worker_threads';
import type { Guest } from '../guest.ts';
import { isArray, propertyOf } from '../originals.ts';
import { Control, controlOf } from '../slab.ts';
import { setEnd } from './ends.ts';
import { byPlace, MovingPorts, movingPorts, portsIn } from './movingPorts.ts';

const GIFT_KEY = 'concurrency-visualizer.ports';
/** Stands for a channel in the table of ports on their way; no channel has this number. */
const GIFT_CHANNEL = 0;

/** Starts a worker by `start`, and sees to it that the ports in its data are known there. */
export function givePorts<T>(guest: Guest, options: WorkerOptions | undefined, start: () => T): T {
  const list: unknown = options && propertyOf(options, 'transferList')?.value;
  const transfer = isArray(list) ? list : [];
  const ports = movingPorts(transfer);
  if (ports.length === 0) return start();
  const moving = new MovingPorts(guest);
  const number = Atomics.add(controlOf(guest.slab), Control.nextGift, 1) + 1;
  const entries = moving.putDown(GIFT_CHANNEL, number, options?.workerData, transfer);
  setEnvironmentData(GIFT_KEY, number);
  try {
    const started = start();
    for (const port of ports) setEnd(port, null);
    return started;
  } catch (error) {
    moving.takeBack(entries);
    throw error;
  } finally {
    setEnvironmentData(GIFT_KEY, undefined);
  }
}

/** In the worker: takes up what it was given. */
export function takeGivenPorts(guest: Guest): void {
  const number = getEnvironmentData(GIFT_KEY);
  if (typeof number !== 'number') return;
  setEnvironmentData(GIFT_KEY, undefined);
  new MovingPorts(guest).takeUp(GIFT_CHANNEL, number, portsIn(workerData) ?? [], byPlace);
}
