/** What the command line says. */
import { parseArgs } from 'node:util';
import { type RecordingMode, recordingModes } from '../shared/frames.ts';
import { type CompareCommand, parseCompare } from './compareOptions.ts';
import { UsageError } from './usageError.ts';

export { UsageError };

export interface RunCommand {
  readonly kind: 'run';
  readonly file: string;
  readonly args: readonly string[];
  /** File for the recording. */
  readonly out: string | null;
  /** File for the timeline's tables. */
  readonly json: string | null;
  /** Saved recording that the run is compared with. */
  readonly compare: string | null;
  /** Null: as text, unless quiet. */
  readonly summary: 'text' | 'json' | null;
  readonly timeoutMs: number | null;
  readonly mode: RecordingMode;
  readonly quiet: boolean;
  readonly node: string | undefined;
  /** Cores that the program is kept on. */
  readonly cores: number | null;
  readonly coreRecording: (typeof coreRecordings)[number];
}

/** How the use of cores can be recorded. */
const coreRecordings = ['sampled', 'exact', 'off'] as const;

export type Command = RunCommand | CompareCommand | { readonly kind: 'help' } | { readonly kind: 'version' };

const options = {
  out: { type: 'string' },
  json: { type: 'string' },
  compare: { type: 'string' },
  summary: { type: 'string' },
  timeout: { type: 'string' },
  mode: { type: 'string' },
  quiet: { type: 'boolean' },
  node: { type: 'string' },
  cores: { type: 'string' },
  'core-recording': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

export const help = `Usage: concurrency-visualizer run <file> [options] [-- program arguments]
       concurrency-visualizer compare <before> <after> [--json]

run: runs a TypeScript or JavaScript file under the recorder. Its input and output stay its own.

  --out FILE           save the recording
  --json FILE          write the timeline's tables as JSON
  --compare FILE       say on standard error what has changed since the run that is saved in FILE
  --summary text|json  print a summary as the last lines of standard error; json: one line
  --timeout SECONDS    end the program after that time
  --mode full|light    light costs less: no timers, no I/O, nothing of what settles promises
  --quiet              print nothing but errors, and a summary that is asked for
  --node PATH          the Node to run it with (default: node on the PATH, else this one)
  --cores N            keep the program on N cores, so that its threads have to share them (Linux)
  --core-recording sampled|exact|off
                       which core each thread ran on: looked at every millisecond (default), or every
                       switch, from the kernel, where perf may be used; or not at all

compare: says what has changed between two saved recordings of a file, which may have been edited in between.

  --json               as one line of JSON

--help, --version

run exits with the program's own code (128 + n when signal n ended it), 124 on the time limit,
125 if the program could not be run. compare exits with 0, or with 125 if a recording cannot be read.
`;

/** Understands the arguments behind the command's name. Throws `UsageError`. */
export function parseCommand(argv: readonly string[]): Command {
  if (argv[0] === 'compare') return parseCompare(argv.slice(1));
  const end = argv.indexOf('--');
  const own = end < 0 ? argv : argv.slice(0, end);
  const { values, positionals } = parse(own);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  return {
    kind: 'run',
    file: fileOf(positionals),
    args: end < 0 ? [] : argv.slice(end + 1),
    out: values.out ?? null,
    json: values.json ?? null,
    compare: values.compare ?? null,
    summary: summaryOf(values.summary),
    timeoutMs: timeoutOf(values.timeout),
    mode: modeOf(values.mode),
    quiet: values.quiet ?? false,
    node: values.node,
    cores: coresOf(values.cores),
    coreRecording: coreRecordingOf(values['core-recording']),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function fileOf([command, file, ...rest]: readonly string[]): string {
  if (command === undefined) throw new UsageError('No command is given.');
  if (command !== 'run') throw new UsageError(`There is no command "${command}".`);
  if (file === undefined) throw new UsageError('No file is given to run.');
  if (rest.length > 0) {
    throw new UsageError(
      `"${rest[0]}" is one argument too many. Arguments of the program stand behind "--".`,
    );
  }
  return file;
}

function summaryOf(value: string | undefined): 'text' | 'json' | null {
  if (value === undefined || value === 'text' || value === 'json') return value ?? null;
  throw new UsageError(`--summary is "text" or "json", not "${value}".`);
}

function modeOf(value: string | undefined): RecordingMode {
  const mode = recordingModes.find((known) => known === (value ?? 'full'));
  if (mode === undefined) throw new UsageError(`--mode is "full" or "light", not "${value}".`);
  return mode;
}

/** Longest time that a timer can be set to, in s. */
const MAX_TIMEOUT_S = 2 ** 31 / 1000 - 1;

function timeoutOf(value: string | undefined): number | null {
  if (value === undefined) return null;
  const seconds = value.trim() === '' ? Number.NaN : Number(value);
  if (seconds > 0 && seconds <= MAX_TIMEOUT_S) return Math.ceil(seconds * 1000);
  throw new UsageError(
    `--timeout is a number of seconds above 0 and up to ${Math.floor(MAX_TIMEOUT_S)}, not "${value}".`,
  );
}

function coresOf(value: string | undefined): number | null {
  if (value === undefined) return null;
  const cores = value.trim() === '' ? Number.NaN : Number(value);
  if (Number.isInteger(cores) && cores > 0) return cores;
  throw new UsageError(`--cores is a whole number above 0, not "${value}".`);
}

function coreRecordingOf(value = 'sampled'): RunCommand['coreRecording'] {
  const known = coreRecordings.find((name) => name === value);
  if (known !== undefined) return known;
  throw new UsageError(`--core-recording is "sampled", "exact" or "off", not "${value}".`);
}
