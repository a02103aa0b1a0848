import { commands } from 'vscode';
import { SECTION } from './settings.ts';

const known = new Map<string, boolean>();

/** Sets a key that `when` clauses in `package.json` ask for. */
export function setContext(name: 'running' | 'hasTimeline', value: boolean): void {
  if (known.get(name) === value) return;
  known.set(name, value);
  void commands.executeCommand('setContext', `${SECTION}.${name}`, value);
}
