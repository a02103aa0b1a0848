import assert from 'node:assert/strict';
import { parsePs, parseStat, pickOwn } from '../../src/collector/processTable.ts';
import { killTreeNow, ownPids, stopTree } from '../../src/collector/processTree.ts';
import { SESSION_VARIABLE } from '../../src/shared/session.ts';
import { isAlive, numbersFrom, startNode, temporaryFolder, waitFor, waitForEnd } from './support.ts';

describe('parseStat', () => {
  it('reads the line of a process with a hostile name', () => {
    const line = '4711 (a) R 9 (b)) S 12 13 14 0 -1 4194560\n';
    assert.deepEqual(parseStat(line), { pid: 4711, ppid: 12, group: 13 });
  });

  it('does not count the dead', () => {
    assert.equal(parseStat('4711 (node) Z 12 13 14 0'), null);
  });
});

describe('parsePs', () => {
  it('reads what ps prints on macOS', () => {
    const output = [
      '    1     0     1 Ss   /sbin/launchd',
      '  501     1   501 S+   /usr/local/bin/node a.ts X={"dir":"/tmp/session"} HOME=/Users/me',
      '  502   501   501 Z    (node)',
      '',
    ].join('\n');
    assert.deepEqual(parsePs(output, '"dir":"/tmp/session"'), [
      { pid: 1, ppid: 0, group: 1, marked: false },
      { pid: 501, ppid: 1, group: 501, marked: true },
    ]);
  });
});

describe('pickOwn', () => {
  const process_ = (pid: number, ppid: number, group: number, marked = false) => ({
    pid,
    ppid,
    group,
    marked,
  });
  const others = [process_(1, 0, 1), process_(50, 1, 50), process_(51, 50, 50)];

  it('takes the marked, their descendants, and the root’s group', () => {
    const table = [
      ...others,
      process_(103, 102, 102),
      process_(102, 101, 102),
      process_(101, 50, 101, true),
      process_(200, 1, 200, true),
      process_(301, 1, 300),
      process_(300, 51, 300),
    ];
    assert.deepEqual(
      pickOwn(table, 300).sort((a, b) => a - b),
      [101, 102, 103, 200, 300, 301],
    );
  });

  it('takes nobody for ours because of a number alone', () => {
    assert.deepEqual(pickOwn([...others, process_(300, 1, 300)], null), []);
  });

  it('never takes ourselves', () => {
    assert.deepEqual(pickOwn([process_(process.pid, 1, 1, true)], null), []);
  });
});

describe('a process tree', () => {
  const folder = temporaryFolder();
  before(function () {
    if (process.platform === 'win32') this.skip(); // Signals and groups of POSIX.
  });

  const env = () => ({ ...process.env, [SESSION_VARIABLE]: JSON.stringify({ dir: folder.path }) });
  const tree = (root: number | null = null) => ({ dir: folder.path, root, recording: [] });
  const spin = 'setInterval(() => {}, 1000)';
  const sayAndSpin = `console.log(process.pid); ${spin}`;
  const spawnNode = (script: string, options: string) =>
    `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(script)}], ${options})`;

  async function startTree(script: string, count: number): Promise<number[]> {
    const pids = numbersFrom(startNode(script, { env: env(), detached: true }));
    await waitFor(`${count} processes`, () => pids.length === count);
    return pids;
  }

  it('is known with all its descendants, also one in a group of its own', async () => {
    const child = spawnNode(sayAndSpin, '{ stdio: "inherit", detached: true }');
    const pids = await startTree(`${child}; ${sayAndSpin}`, 2);
    assert.deepEqual(new Set(ownPids(tree())), new Set(pids));
    assert.equal(await stopTree(tree), true);
    await waitForEnd(pids);
  });

  it('ends by request where it can: the processes can clean up', async () => {
    const script = `process.on('SIGTERM', () => { console.log(1000000); process.exit(); }); ${sayAndSpin}`;
    const numbers = await startTree(script, 1);
    await stopTree(tree);
    await waitFor('its last word', () => numbers[1] === 1000000);
  });

  it('ends within a second although no process heeds the request', async () => {
    const deaf = `process.on('SIGTERM', () => {}); ${sayAndSpin}; while (true);`;
    const child = spawnNode(`process.on('SIGTERM', () => {}); ${sayAndSpin}`, '{ stdio: "inherit" }');
    const pids = await startTree(`${child}; ${deaf}`, 2);
    const begin = performance.now();
    assert.equal(await stopTree(tree), true);
    assert.ok(performance.now() - begin < 1000);
    await waitForEnd(pids);
  });

  it('is found after the death of the one that started it', async () => {
    const child = spawnNode(sayAndSpin, '{ stdio: "inherit", detached: true }').concat('.unref()');
    const [orphan = 0] = await startTree(child, 1);
    await waitFor('the parent’s end', () => ownPids(tree()).length === 1);
    assert.deepEqual(ownPids(tree()), [orphan]);
    killTreeNow(tree());
    await waitForEnd([orphan]);
  });

  it('includes what has no environment, by the group of its root', async () => {
    const child = spawnNode(sayAndSpin, '{ stdio: "inherit", env: {} }');
    const root = startNode(`${child}; ${spin}`, { env: env(), detached: true });
    const pids = numbersFrom(root);
    await waitFor('the child', () => pids.length === 1);
    assert.deepEqual(new Set(ownPids(tree(root.pid ?? 0))), new Set([root.pid, ...pids]));
    await stopTree(() => tree(root.pid ?? 0));
    await waitForEnd(pids);
  });

  it('does not touch a stranger', async () => {
    const stranger = numbersFrom(startNode(sayAndSpin, { env: process.env }));
    await waitFor('the stranger', () => stranger.length === 1);
    assert.deepEqual(ownPids(tree()), []);
    assert.equal(await stopTree(tree), true);
    assert.equal(isAlive(stranger[0] ?? 0), true);
  });
});
