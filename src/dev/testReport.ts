/** How the tests in the extension host tell their results: one JSON line each, appended to a file. */
export const REPORT_VARIABLE = 'CONCURRENCY_VISUALIZER_TEST_REPORT';

export type ReportLine =
  | { readonly kind: 'pass'; readonly title: string; readonly ms: number }
  | { readonly kind: 'skipped'; readonly title: string }
  | { readonly kind: 'fail'; readonly title: string; readonly message: string }
  /** The last line. */
  | { readonly kind: 'end'; readonly failures: number };
