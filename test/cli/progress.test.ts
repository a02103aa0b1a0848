import assert from 'node:assert/strict';
import { Progress } from '../../src/cli/progress.ts';
import type { ProgressStep } from '../../src/collector/index.ts';

const node = { path: '/n', version: '24.1.0', electron: false };
const steps: readonly ProgressStep[] = [
  { kind: 'compiling' },
  { kind: 'starting', node, files: 2 },
  { kind: 'running', pid: 7 },
  { kind: 'waiting', processes: 3 },
];

function written(live: boolean, file: string): string {
  let text = '';
  const progress = new Progress({ write: (piece) => (text += piece) }, live, file);
  progress.onBytes(1_234_567);
  for (const step of steps) progress.onStep(step);
  progress.end();
  progress.end();
  return text;
}

describe('the progress line', () => {
  it('is renewed in place, and gone in the end', () => {
    assert.deepEqual(written(true, '/x/a.ts').split('\r\u001b[K'), [
      '',
      'Compiling a.ts',
      'Recording a.ts with Node 24.1.0 (Ctrl+C stops it)',
      'Recording a.ts: 0 s, 1.2 MB (Ctrl+C stops it)',
      'a.ts is over; waiting for 3 of its processes (Ctrl+C stops them)',
      '',
    ]);
  });

  it('says each step once, on a line of its own, where the program prints to the same terminal', () => {
    assert.deepEqual(written(false, 'a.ts').split('\n'), [
      'Recording a.ts with Node 24.1.0 (Ctrl+C stops it)',
      'a.ts is over; waiting for 3 of its processes (Ctrl+C stops them)',
      '',
    ]);
  });

  it('shows a hostile name as text', () => {
    assert.match(written(false, '\u001b[2J\u202e.ts'), /^Recording \\u\{1b\}\[2J\\u\{202e\}\.ts with/);
  });
});
