/**
 * Older formats: the only file that knows them. Each version has one step, which brings its headers, ends and records to the
 * meaning of the next version; an old recording passes all steps from its own version on.
 */
import { FORMAT_VERSION, RecordKind, ResumeWord } from '../../shared/records.ts';

export type Json = Readonly<Record<string, unknown>>;

/** The numbers of a record, which a step changes in place. */
export interface RecordFields {
  kind: number;
  flags: number;
  a: number;
  b: number;
  c: number;
}

interface Step {
  /** A stream's first frame; null: that version had no such stream. */
  header(json: Json): Json | null;
  /** A stream's last frame. */
  end(json: Json): Json;
  /** False: that version had no such record. */
  record(fields: RecordFields): boolean;
}

/** The last kind of record in version 1. */
const LAST_KIND_1 = RecordKind.timerRepeats;

/** Version 1 knew nothing of modes and cores, and left some fields of records undefined. */
const from1: Step = {
  header: (json) =>
    json.role === 'system' ? null : { ...json, mode: 'full', cores: undefined, coreRecording: undefined },
  end: (json) => ({ ...json, recordNs: null }),
  record(fields) {
    if (fields.kind === RecordKind.taskResume) fields.b = ResumeWord.wasReady;
    if (fields.kind === RecordKind.taskResume || fields.kind === RecordKind.block) fields.c = 0;
    if (fields.kind === RecordKind.unblock) fields.a = fields.a === 0 ? 0 : 1;
    return fields.kind <= LAST_KIND_1;
  },
};

/** The last kind of record in version 2. */
const LAST_KIND_2 = RecordKind.osMoved;

/** Version 2 knew nothing of garbage collection, marks and measures. */
const from2: Step = {
  header: (json) => json,
  end: (json) => json,
  record: ({ kind }) => kind <= LAST_KIND_2,
};

/** The step from version `i + 1` is at `i`. */
const steps: readonly Step[] = [from1, from2];

const stepsFrom = (version: number): readonly Step[] =>
  version < FORMAT_VERSION ? steps.slice(version - 1) : [];

/** The header of a stream of `version`, as the current format has it; null: its version had no such stream. */
export function upgradeHeader(json: Json, version: number): Json | null {
  return stepsFrom(version).reduce<Json | null>((known, step) => known && step.header(known), json);
}

/** The end of a stream of `version`, as the current format has it. */
export function upgradeEnd(json: Json, version: number): Json {
  return stepsFrom(version).reduce((known, step) => step.end(known), json);
}

/**
 * What brings a record of `version` to its current meaning, in place; it returns false for one that its version did not have.
 * Null: nothing has to be done.
 */
export function recordUpgrade(version: number): ((fields: RecordFields) => boolean) | null {
  const due = stepsFrom(version);
  return due.length === 0 ? null : (fields) => due.every((step) => step.record(fields));
}
