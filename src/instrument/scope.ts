/** The code whose awaits belong to one task: the body of a function, or a module's top level. */
export interface Scope {
  readonly kind: 'async' | 'generator' | 'module' | 'plain';
  readonly name: string;
  /** It begins and ends with probes, so that probes in it have a task. */
  readonly isProbed: boolean;
  /** It has no `try` around it: every `return` ends the task. */
  readonly endsAtReturn: boolean;
}

/** Code without a task of its own. */
export const PLAIN: Scope = { kind: 'plain', name: '', isProbed: false, endsAtReturn: false };
