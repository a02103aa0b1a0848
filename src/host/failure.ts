import { l10n } from 'vscode';
import { type NoNodeError, OLDEST_NODE } from '../collector/findNode.ts';
import type { RunFailure as CollectorFailure, CoresFailure, Place } from '../collector/index.ts';
import { scriptExtensions } from '../collector/scripts.ts';
import { assertNever } from '../shared/text.ts';

/** Nothing was run. The message is a localised sentence: what happened, and what to do. */
export class RunFailure extends Error {
  override readonly name = 'RunFailure';
  /** Where it happened, if that is a place in a file. */
  readonly at: Place | null;

  constructor(message: string, at: Place | null = null) {
    super(message);
    this.at = at;
  }

  /** What was thrown, as a reason for people. */
  static of(error: unknown): RunFailure {
    if (error instanceof RunFailure) return error;
    return new RunFailure(error instanceof Error ? error.message : String(error));
  }
}

/** What the collector says, for people; `shown` gives the name that they know a file by. */
export function explain(
  failure: Exclude<CollectorFailure, { kind: 'stopped' }>,
  shown: (file: string) => string = (file) => file,
): RunFailure {
  switch (failure.kind) {
    case 'notAScript':
      return new RunFailure(notAScript(failure.file));
    case 'missing':
      return new RunFailure(
        l10n.t('There is no file {0}. Save it there, or open it anew, and run again.', failure.file),
      );
    case 'source':
      return new RunFailure(
        l10n.t(
          'Line {0} cannot be compiled: {1}. Correct it and run again.',
          failure.at.line,
          sentence(failure.message),
        ),
        { ...failure.at, file: shown(failure.at.file) },
      );
    case 'session':
      return new RunFailure(
        l10n.t(
          'The folder of the recording could not be made: {0}. Check the space and the rights in the temporary folder.',
          sentence(failure.message),
        ),
      );
    case 'spawn':
      return new RunFailure(
        l10n.t(
          '{0} could not be started: {1}. Check the settings “Node Path” and “Cwd”.',
          failure.node,
          sentence(failure.message),
        ),
      );
    case 'cores':
      return new RunFailure(coresText(failure));
    default:
      return assertNever(failure);
  }
}

function coresText({ reason, asked, available }: CoresFailure): string {
  switch (reason) {
    case 'system':
      return l10n.t(
        'This system has no way to keep a program on some of its cores. Clear the setting “Cores”.',
      );
    case 'taskset':
      return l10n.t(
        'To keep a program on some cores, the command taskset is needed. Install it (package util-linux), or clear the setting “Cores”.',
      );
    case 'number':
      return l10n.t(
        'The program cannot be kept on {0} cores: 1 to {1} are possible here. Correct the setting “Cores”.',
        asked,
        available,
      );
    default:
      return assertNever(reason);
  }
}

/** Says that a file is none of ours. */
export const notAScript = (file: string): string =>
  l10n.t(
    '{0} is not a TypeScript or JavaScript file. Open a file that ends in {1} and run the command again.',
    file,
    scriptExtensions.join(', '),
  );

/** Says that there is no Node to run programs with. */
export function noNode({ path, version, fromSetting }: NoNodeError): string {
  const found =
    version === null
      ? l10n.t('{0} is not a Node.js that can be run.', path)
      : l10n.t('{0} is Node.js {1}, but programs need {2} or newer.', path, version, OLDEST_NODE);
  const advice = fromSetting
    ? l10n.t('Correct the setting “Node Path”, or clear it to have one chosen.')
    : l10n.t('Install Node.js {0} or newer, or name one in the setting “Node Path”.', OLDEST_NODE);
  return `${found} ${advice}`;
}

const sentence = (text: string): string => text.replace(/\.$/, '');
