import { type Uri, workspace } from 'vscode';
import type { ExcerptMessage } from '../shared/protocol.ts';
import type { SiteRow } from '../shared/timeline.ts';
import { excerptLines } from './excerptLines.ts';
import type { Places } from './places.ts';

/** Nobody writes larger files by hand. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The lines around a place of the run's recording, for the page; no lines when there are none. Only files in which the recording
 * has places are read: the page cannot ask for others.
 */
export async function excerptFor(
  run: ExcerptRun | null,
  file: string,
  line: number,
): Promise<ExcerptMessage> {
  const document = run && documentOf(run, file);
  const text = document ? await textOf(document).catch(() => null) : null;
  return { type: 'excerpt', file, line, ...excerptLines(text ?? '', text === null ? 0 : line) };
}

/** Of a run, what leads from the files of its recording to documents. */
export interface ExcerptRun {
  readonly places: Places | null;
  readonly recording: { readonly tables: { readonly sites: readonly SiteRow[] } };
}

function documentOf({ places, recording }: ExcerptRun, file: string): Uri | null {
  const isKnown = recording.tables.sites.some((site) => places?.shown(site.file) === file);
  return isKnown ? (places?.document(file) ?? null) : null;
}

/** What stands in the editor counts, saved or not. */
async function textOf(uri: Uri): Promise<string | null> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return open.getText();
  const { size } = await workspace.fs.stat(uri);
  return size > MAX_BYTES ? null : new TextDecoder().decode(await workspace.fs.readFile(uri));
}
