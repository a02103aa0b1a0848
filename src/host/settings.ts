import { dirname } from 'node:path';
import { type Uri, workspace } from 'vscode';
import { type RecordingMode, recordingModes } from '../shared/frames.ts';

const coreRecordings = ['sampled', 'exact', 'off'] as const;

export const SECTION = 'concurrencyVisualizer';

/** How a program is run, as the settings say it for its file. */
export interface RunSettings {
  /** Path of Node.js; empty: choose one. */
  readonly nodePath: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Absolute, or empty: the workspace folder, else the file's folder. */
  readonly cwd: string;
  /** 0: no limit. */
  readonly timeoutSeconds: number;
  /** 0: Node's own limit. */
  readonly memoryMB: number;
  readonly mode: RecordingMode;
  /** Cores that the program may use; 0: all. */
  readonly cores: number;
  readonly coreRecording: (typeof coreRecordings)[number];
  readonly saveBeforeRun: boolean;
  readonly rerunOnSave: boolean;
}

/** Reads the settings that hold for `document`. Values of a wrong type count as not set. */
export function readSettings(document: Uri): RunSettings {
  const config = workspace.getConfiguration(SECTION, document);
  return {
    nodePath: text(config.get('nodePath')),
    args: list(config.get('args')),
    env: variables(config.get('env')),
    cwd: expand(text(config.get('cwd')), document),
    timeoutSeconds: amount(config.get('timeoutSeconds')),
    memoryMB: amount(config.get('memoryMB')),
    mode: oneOf(recordingModes, config.get('mode')),
    cores: Math.floor(amount(config.get('cores'))),
    coreRecording: oneOf(coreRecordings, config.get('coreRecording')),
    saveBeforeRun: config.get('saveBeforeRun') !== false,
    rerunOnSave: config.get('rerunOnSave') === true,
  };
}

/** The folder that a program starts in when no setting says otherwise; undefined when the document has none. */
export function defaultFolder(document: Uri): string | undefined {
  if (document.scheme === 'file') {
    return workspace.getWorkspaceFolder(document)?.uri.fsPath ?? dirname(document.fsPath);
  }
  return workspace.workspaceFolders?.find((folder) => folder.uri.scheme === 'file')?.uri.fsPath;
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const amount = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0);
/** The first is what counts when nothing is set. */
const oneOf = <T extends string>(names: readonly [T, ...T[]], value: unknown): T =>
  names.find((name) => name === value) ?? names[0];
const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const variables = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(Object(value)).map(([name, entry]) => [name, String(entry)]));

function expand(path: string, document: Uri): string {
  const folder = defaultFolder(document) ?? '';
  const own = document.scheme === 'file' ? dirname(document.fsPath) : folder;
  return path.replace(/\$\{(workspaceFolder|fileDirname)\}/g, (_, name) =>
    name === 'fileDirname' ? own : folder,
  );
}
