import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { l10n, type Range, type TextDocument, type Uri, workspace } from 'vscode';
import type { ScriptExtension, Snippet } from '../collector/index.ts';
import type { RecordingMode } from '../shared/frames.ts';
import { notAScript, RunFailure } from './failure.ts';
import { defaultFolder, type RunSettings, readSettings } from './settings.ts';
import { padSelection, readDirectives, scriptExtension } from './snippet.ts';
import type { TrackedRange } from './trackedRange.ts';

/** What a person asked to run: a document, or a part of it. */
export interface RunRequest {
  readonly document: Uri;
  /** Null: the whole document. */
  readonly part: TrackedRange | null;
}

/** A program that is ready to be run. */
export interface Program {
  /** Base name that people know it by. */
  readonly name: string;
  /** The document that its places are shown in. */
  readonly document: Uri;
  /** Absolute path of the file that is run; with `snippet`, the one that it stands for. */
  readonly entry: string;
  /** The text that is run instead of a file: of an untitled or unsaved document, or of a selection. */
  readonly snippet: Snippet | null;
  /** Absolute. */
  readonly cwd: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly mode: RecordingMode;
  /** Cores that it may use; 0: all. */
  readonly cores: number;
  readonly settings: RunSettings;
}

/** Makes the requested document ready to run. Throws `RunFailure` when it cannot be run. */
export async function prepareProgram(request: RunRequest): Promise<Program> {
  const { document, extension } = await openScript(request.document);
  const settings = readSettings(document.uri);
  if (settings.saveBeforeRun) await saveScripts();
  const folder = defaultFolder(document.uri) ?? tmpdir();
  const base = document.uri.scheme === 'file' ? dirname(document.uri.fsPath) : folder;
  const range = request.part?.range ?? null;
  const directives = readDirectives(document.getText());
  return {
    name: nameOf(document.uri),
    document: document.uri,
    entry: document.uri.scheme === 'file' ? document.uri.fsPath : join(base, nameOf(document.uri)),
    snippet: needsSnippet(document, range) ? { source: textOf(document, range), base, extension } : null,
    cwd: settings.cwd || folder,
    args: directives.args ?? settings.args,
    env: { ...settings.env, ...directives.env },
    mode: directives.mode ?? settings.mode,
    cores: directives.cores ?? settings.cores,
    settings,
  };
}

/** The name that people know a document by. */
export const nameOf = (document: Uri): string => basename(document.path);

/** Whether the document is one that can be run. */
export const isProgram = (document: TextDocument): boolean =>
  scriptExtension(document.languageId, document.uri.path) !== null;

async function openScript(uri: Uri): Promise<{ document: TextDocument; extension: ScriptExtension }> {
  const document = await workspace.openTextDocument(uri).then(undefined, () => null);
  const extension = document && scriptExtension(document.languageId, uri.path);
  if (document && extension) return { document, extension };
  throw new RunFailure(notAScript(nameOf(uri)));
}

/** Saves what the program may read: every changed file that is a script. */
async function saveScripts(): Promise<void> {
  for (const document of workspace.textDocuments) {
    if (!document.isDirty || document.isUntitled || !isProgram(document)) continue;
    if (await document.save()) continue;
    throw new RunFailure(
      l10n.t(
        '{0} could not be saved, so that an old version of it would be run. Save it and run the command again, or switch off the setting “Save Before Run”.',
        nameOf(document.uri),
      ),
    );
  }
}

const needsSnippet = (document: TextDocument, range: Range | null): boolean =>
  range !== null || document.isDirty || document.uri.scheme !== 'file';

const textOf = (document: TextDocument, range: Range | null): string =>
  range ? padSelection(document.getText(range), range.start.line, range.start.character) : document.getText();
