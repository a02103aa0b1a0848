import { assertNever } from '../shared/text.ts';
import { scriptExtensions } from './scripts.ts';
import type { CoresFailure, RunFailure } from './types.ts';

/** What happened, where, and what to do, as an English sentence. */
export function failureText(failure: RunFailure): string {
  switch (failure.kind) {
    case 'notAScript':
      return `${failure.file} is not a TypeScript or JavaScript file. Give a file that ends in ${scriptExtensions.join(', ')}.`;
    case 'missing':
      return `There is no file ${failure.file}. Check the path; it counts from the working directory.`;
    case 'source': {
      const { file, line, column } = failure.at;
      return `${file}:${line}:${column}: ${failure.message}`;
    }
    case 'session':
      return `The folder of the recording could not be made: ${failure.message}. Check the space and the rights in the temporary folder.`;
    case 'spawn':
      return `${failure.node} could not be started: ${failure.message}. Check the path of Node and the working directory.`;
    case 'cores':
      return coresText(failure);
    case 'stopped':
      return 'The program was stopped before it started.';
    default:
      return assertNever(failure);
  }
}

function coresText({ reason, asked, available }: CoresFailure): string {
  switch (reason) {
    case 'system':
      return 'This system has no way to keep a program on some of its cores. Run it without a number of cores.';
    case 'taskset':
      return 'To keep a program on some cores, the command taskset is needed. Install it (package util-linux), or run without a number of cores.';
    case 'number':
      return `The program cannot be kept on ${asked} cores: a whole number from 1 to ${available} is possible here.`;
    default:
      return assertNever(reason);
  }
}
