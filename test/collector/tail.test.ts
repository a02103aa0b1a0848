import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHUNK_BYTES, Tail } from '../../src/collector/tail.ts';
import { FRAME_HEADER_BYTES, FrameType } from '../../src/shared/frames.ts';
import { temporaryFolder } from './support.ts';

const endFrame = (): Buffer => {
  const bytes = Buffer.alloc(FRAME_HEADER_BYTES + 2, '{}');
  bytes.writeUInt32LE(2, 0);
  bytes.writeUInt32LE(FrameType.end, 4);
  return bytes;
};

describe('Tail', () => {
  const folder = temporaryFolder();
  const got = new Map<string, Buffer[]>();
  let tail: Tail;

  beforeEach(() => {
    got.clear();
    tail = new Tail(folder.path, (file, bytes) => {
      got.set(file, [...(got.get(file) ?? []), Buffer.from(bytes)]);
    });
  });

  const add = (name: string, bytes: Uint8Array) => appendFileSync(join(folder.path, name), bytes);
  const all = (name: string) => Buffer.concat(got.get(name) ?? []);
  const readAll = async () => {
    while (await tail.readNew());
  };

  it('hands on only what is new, in order, whatever the pieces it was written in', async () => {
    const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251));
    for (let at = 0; at < bytes.length; at += 37) {
      add('10-1.cvrec', bytes.subarray(at, at + 37));
      await readAll();
    }
    assert.deepEqual(all('10-1.cvrec'), bytes);
    assert.equal(got.get('10-1.cvrec')?.length, Math.ceil(1000 / 37));
  });

  it('finds files that come later, and leaves alone what is no stream of a process', async () => {
    add('10-1.cvrec', Buffer.from('a'));
    add('collector.cvrec', Buffer.from('b'));
    writeFileSync(join(folder.path, 'snippet.ts'), 'c');
    await readAll();
    add('11-2.cvrec', Buffer.from('d'));
    await readAll();
    assert.deepEqual([...got.keys()], ['10-1.cvrec', '11-2.cvrec']);
    assert.deepEqual(tail.recordedPids, [10, 11]);
  });

  it('takes large files in bounded pieces, each file in turn', async () => {
    const large = Buffer.alloc(6 * CHUNK_BYTES + 5, 'x');
    add('10-1.cvrec', large);
    add('11-2.cvrec', Buffer.from('small'));
    assert.equal(await tail.readNew(), true, 'more is there');
    assert.equal(all('11-2.cvrec').toString(), 'small');
    assert.ok(all('10-1.cvrec').length < large.length);
    await readAll();
    assert.deepEqual(all('10-1.cvrec'), large);
    assert.ok(got.get('10-1.cvrec')?.every((piece) => piece.length <= CHUNK_BYTES));
  });

  it('knows which streams have not ended', async () => {
    add('10-1.cvrec', endFrame().subarray(0, 9));
    add('11-2.cvrec', endFrame());
    await readAll();
    assert.deepEqual(tail.openPids, [10]);
    assert.deepEqual([...tail.wholeBytes.values()], [0, 18]);
    assert.equal(tail.hasRecords(11), false);
    add('10-1.cvrec', endFrame().subarray(9));
    await readAll();
    assert.deepEqual(tail.openPids, []);
  });

  it('passes an error of its callee on', async () => {
    const failing = new Tail(folder.path, () => {
      throw new Error('callee');
    });
    add('10-1.cvrec', Buffer.from('a'));
    await assert.rejects(failing.readNew(), /callee/);
  });
});
