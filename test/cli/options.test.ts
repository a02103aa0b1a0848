import assert from 'node:assert/strict';
import { parseCommand, UsageError } from '../../src/cli/options.ts';

describe('parseCommand', () => {
  it('reads all options, in any order, and leaves the program’s arguments alone', () => {
    const line =
      '--quiet run --out a.cvrec file.ts --json b.json --compare c.cvrec --summary json --timeout 1.5 --mode light --node /n --cores 2 --core-recording exact -- --out x -- -h';
    assert.deepEqual(parseCommand(line.split(' ')), {
      kind: 'run',
      file: 'file.ts',
      args: ['--out', 'x', '--', '-h'],
      out: 'a.cvrec',
      json: 'b.json',
      compare: 'c.cvrec',
      summary: 'json',
      timeoutMs: 1500,
      mode: 'light',
      quiet: true,
      node: '/n',
      cores: 2,
      coreRecording: 'exact',
    });
  });

  it('has defaults', () => {
    assert.deepEqual(parseCommand(['run', 'file.ts']), {
      kind: 'run',
      file: 'file.ts',
      args: [],
      out: null,
      json: null,
      compare: null,
      summary: null,
      timeoutMs: null,
      mode: 'full',
      quiet: false,
      node: undefined,
      cores: null,
      coreRecording: 'sampled',
    });
  });

  it('knows help and version, whatever else is there', () => {
    assert.deepEqual(parseCommand(['--help']), { kind: 'help' });
    assert.deepEqual(parseCommand(['run', '-h']), { kind: 'help' });
    assert.deepEqual(parseCommand(['--version']), { kind: 'version' });
  });

  it('reads what is to be compared', () => {
    const compare = { kind: 'compare', before: 'a.cvrec', after: 'b.cvrec' };
    assert.deepEqual(parseCommand(['compare', 'a.cvrec', 'b.cvrec']), { ...compare, json: false });
    assert.deepEqual(parseCommand(['compare', '--json', 'a.cvrec', 'b.cvrec']), { ...compare, json: true });
    assert.deepEqual(parseCommand(['compare', '--help']), { kind: 'help' });
    assert.deepEqual(parseCommand(['compare', '--version']), { kind: 'version' });
  });

  const wrong: readonly (readonly [string, RegExp])[] = [
    ['', /No command/],
    ['walk file.ts', /no command "walk"/],
    ['run', /No file/],
    ['run -- file.ts', /No file/],
    ['run file.ts other', /"other" is one argument too many.*behind "--"/],
    ['run file.ts --colour', /--colour/],
    ['run file.ts --out', /--out/],
    ['run file.ts --summary xml', /"text" or "json", not "xml"/],
    ['run file.ts --mode fast', /"full" or "light", not "fast"/],
    ['run file.ts --cores 0', /--cores.*"0"/],
    ['run file.ts --cores=1.5', /--cores.*"1.5"/],
    ['run file.ts --core-recording always', /sampled.*exact.*off.*"always"/],
    ['run file.ts --timeout soon', /seconds.*"soon"/],
    ['run file.ts --timeout 0', /"0"/],
    ['run file.ts --timeout=-1', /"-1"/],
    ['run file.ts --timeout=', /""/],
    ['compare', /Two recordings/],
    ['compare a.cvrec', /Two recordings/],
    ['compare a b c', /"c" is one recording too many/],
    ['compare a b --out c', /--out/],
    ['run file.ts --compare', /--compare/],
    ['run file.ts --timeout 9999999999', /up to/],
  ];
  for (const [line, message] of wrong) {
    it(`refuses: ${line || '(nothing)'}`, () => {
      assert.throws(
        () => parseCommand(line.split(' ').filter(Boolean)),
        (error: unknown) => {
          assert.ok(error instanceof UsageError);
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }
});
