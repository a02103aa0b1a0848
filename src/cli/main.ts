/** `concurrency-visualizer`: runs a program under the recorder in a terminal, and compares runs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareRecordings } from './compareRecordings.ts';
import { help, parseCommand, UsageError } from './options.ts';
import { OutputError } from './outputs.ts';
import { RecordingError } from './readRecording.ts';
import { CannotRunError, runProgram } from './runProgram.ts';
import { printableLines } from './terminal.ts';

/** Exit code when the program could not be run, what was asked for could not be written, or a recording not be read. */
const CANNOT_RUN = 125;

/** The other bundles lie beside this one. */
const bundles = __dirname;

async function main(argv: readonly string[]): Promise<number> {
  const command = parseCommand(argv);
  switch (command.kind) {
    case 'help':
      process.stdout.write(help);
      return 0;
    case 'version':
      process.stdout.write(`${version()}\n`);
      return 0;
    case 'run':
      return await runProgram(command, bundles);
    case 'compare':
      return await compareRecordings(command);
  }
}

function version(): string {
  const { version } = JSON.parse(readFileSync(join(bundles, '../package.json'), 'utf8'));
  return String(version);
}

const isForeseen = (error: unknown): error is Error =>
  [UsageError, CannotRunError, OutputError, RecordingError].some((kind) => error instanceof kind);

/** A sentence on standard error; what we did not foresee comes with its stack. */
function report(error: unknown): number {
  const text = isForeseen(error) ? error.message : String((error instanceof Error && error.stack) || error);
  const advice = error instanceof UsageError ? '\nTry: concurrency-visualizer --help' : '';
  process.stderr.write(`concurrency-visualizer: ${printableLines(text)}${advice}\n`);
  return CANNOT_RUN;
}

main(process.argv.slice(2))
  .catch(report)
  .then((code) => {
    process.exitCode = code;
  });
