/** `concurrency-visualizer`: runs a program under the recorder in a terminal. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { help, parseCommand, UsageError } from './options.ts';
import { OutputError } from './outputs.ts';
import { CannotRunError, runProgram } from './runProgram.ts';
import { printableLines } from './terminal.ts';

/** Exit code when the program could not be run, or what was asked for could not be written. */
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
  }
}

function version(): string {
  const { version } = JSON.parse(readFileSync(join(bundles, '../package.json'), 'utf8'));
  return String(version);
}

/** A sentence on standard error; what we did not foresee comes with its stack. */
function report(error: unknown): number {
  const foreseen =
    error instanceof UsageError || error instanceof CannotRunError || error instanceof OutputError;
  const text = foreseen ? error.message : String((error instanceof Error && error.stack) || error);
  const advice = error instanceof UsageError ? '\nTry: concurrency-visualizer --help' : '';
  process.stderr.write(`concurrency-visualizer: ${printableLines(text)}${advice}\n`);
  return CANNOT_RUN;
}

main(process.argv.slice(2))
  .catch(report)
  .then((code) => {
    process.exitCode = code;
  });
