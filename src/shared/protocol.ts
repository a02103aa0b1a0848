/**
 * The contract between host and page. The page asks and the host answers; the page can be thrown away and rebuilt
 * at any time. Both sides check `PROTOCOL_VERSION` in the first message.
 */
import type { SiteRow, TimelineDelta } from './timeline.ts';

export const PROTOCOL_VERSION = 3;

/** Where the run is. `text` is already localised and says what is going on or what to do next. */
export interface RunStatus {
  readonly phase: 'idle' | 'starting' | 'recording' | 'finished' | 'stopped' | 'failed';
  /** Base name of the program's file; empty when idle. */
  readonly file: string;
  readonly text: string;
  /** Exit code, when it ended by itself. */
  readonly code: number | null;
  /** A place to go to, for a failure that has one. */
  readonly at: { readonly file: string; readonly line: number; readonly column: number } | null;
}

export type HostMessage =
  | HelloMessage
  | { readonly type: 'status'; readonly status: RunStatus }
  | BatchMessage
  | ExcerptMessage
  /** The cursor of the editor is on this line: its bars are to stand out. Null: on none that is in the recording. */
  | { readonly type: 'cursorLine'; readonly at: { readonly file: string; readonly line: number } | null }
  /** A palette command for the page. */
  | {
      readonly type: 'command';
      readonly name: 'fit' | 'zoomIn' | 'zoomOut' | 'follow' | 'find' | 'why' | 'keys';
    };

export interface HelloMessage {
  readonly type: 'hello';
  readonly version: number;
  /** The page's texts by their English original (the key), localised. Missing: show the key. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Some lines of the source around a place that the page asked for; no lines: there is nothing to show. */
export interface ExcerptMessage {
  readonly type: 'excerpt';
  readonly file: string;
  readonly line: number;
  /** Number of the first line, counted from 1. */
  readonly firstLine: number;
  readonly lines: readonly string[];
}

/** A part of the timeline. `reset` starts a new timeline (a new run, or a page that was rebuilt). */
export interface BatchMessage {
  readonly type: 'batch';
  readonly seq: number;
  readonly reset: boolean;
  readonly delta: TimelineDelta;
}

export type PageMessage =
  /** First message of a page, and again after it was rebuilt: the host answers hello, status, and all batches from the start. */
  | { readonly type: 'ready'; readonly version: number }
  /** The batch was taken in; the host keeps at most `MAX_IN_FLIGHT` unacknowledged. */
  | { readonly type: 'ack'; readonly seq: number }
  /** Show a place in the editor; `preview` keeps the focus in the page. */
  | { readonly type: 'reveal'; readonly site: SiteRow; readonly preview: boolean }
  /** What the threads are doing at the time cursor, line by line; empty: there is no cursor (any more). Only when that has changed. */
  | { readonly type: 'nowAt'; readonly lines: readonly NowLine[] }
  /** Send the lines around a place of the recording. */
  | { readonly type: 'excerpt'; readonly file: string; readonly line: number }
  | {
      readonly type: 'action';
      readonly name: 'stop' | 'runAgain' | 'runSample' | 'showOutput' | 'saveRecording';
    }
  /** Something went wrong in the page. */
  | { readonly type: 'pageError'; readonly message: string; readonly stack: string };

/** A line of a recorded file (from 1), and what goes on there at a moment. `label` is already localised. */
export interface NowLine {
  readonly file: string;
  readonly line: number;
  readonly label: string;
  readonly state: 'running' | 'ready' | 'waiting' | 'blocked';
}

export const MAX_IN_FLIGHT = 2;

/** Rows of spans per batch, at most, so that no single batch holds the page up. */
export const MAX_BATCH_SPANS = 65_536;
