import type { CoreRecording, RecordingMode } from './frames.ts';
import type {
  CounterName,
  LinkKindName,
  LossRow,
  OutcomeName,
  ProcessRow,
  SiteRow,
  TaskKindName,
  ThreadRow,
} from './timeline.ts';

/** Timeline JSON (`--json`), format 1; documented in `src/README.md`. */
export interface TimelineJson {
  readonly format: 1;
  readonly clockErrorNs: number | null;
  readonly startedAt: string;
  readonly mode: RecordingMode;
  /** Cores that the program could run on, and how their use was recorded. */
  readonly coreCount: number | null;
  readonly coreRecording: CoreRecording | null;
  readonly processes: readonly ProcessRow[];
  readonly threads: readonly Omit<ThreadRow, 'startedBy'>[];
  readonly tasks: readonly {
    readonly id: number;
    readonly thread: number;
    readonly kind: TaskKindName;
    readonly name: string;
    readonly site: SiteRow | null;
    readonly parent: number | null;
    readonly startNs: number;
    readonly endNs: number | null;
    readonly outcome: OutcomeName;
  }[];
  readonly spans: readonly {
    readonly thread: number;
    readonly task: number | null;
    readonly state: 'running' | 'ready' | 'waiting' | 'blocked';
    readonly startNs: number;
    readonly endNs: number;
    readonly reason: string | null;
    readonly site: SiteRow | null;
  }[];
  readonly links: readonly {
    readonly kind: LinkKindName;
    readonly exact: boolean;
    readonly from: TimelineJsonPoint;
    readonly to: TimelineJsonPoint;
    /** Of a message, when it is known. */
    readonly message?: {
      readonly copiedBytes: number;
      readonly transferredBytes: number;
      readonly isLowerBound: boolean;
      readonly sendNs: number;
    };
  }[];
  /** `core` null: ready, but without a core. `thread` null: a helper of the runtime, or a process that is not recorded itself. */
  readonly cores: readonly {
    readonly core: number | null;
    readonly thread: number | null;
    readonly process: number | null;
    readonly osTid: number;
    readonly name: string;
    readonly startNs: number;
    readonly endNs: number;
  }[];
  readonly marks: readonly {
    /** As in `MarkRow`. */
    readonly kind: string;
    readonly level: string;
    readonly thread: number;
    readonly task: number | null;
    readonly ns: number;
    /** Of what has a length (`gc`, `measure`). */
    readonly endNs?: number;
    readonly text: string;
    readonly site: SiteRow | null;
  }[];
  readonly counters: readonly {
    readonly name: CounterName;
    readonly source: 'system' | 'node';
    readonly process: number | null;
    readonly thread: number | null;
    readonly ns: number;
    readonly value: number;
  }[];
  readonly losses: readonly LossRow[];
}

export interface TimelineJsonPoint {
  readonly thread: number;
  readonly task: number | null;
  readonly ns: number;
}
