/** How children and workers come to be recorded: two environment variables. */
import { preloadOption, SESSION_VARIABLE, type SessionConfig } from '../../shared/session.ts';
import type { Guest } from '../guest.ts';

/** NODE_OPTIONS with ours, added once. */
export function withOurOption(options: string | undefined, preload: string): string {
  const ours = preloadOption(preload);
  if (options === undefined || options === '') return ours;
  return options.includes(ours) ? options : `${options} ${ours}`;
}

/** The session as a child of this process is to see it. `spawn` = number of the spawn, 0 = not told. */
export function sessionForChild(session: SessionConfig, spawn: number): string {
  const { snippet: _, ...rest } = session;
  return JSON.stringify({
    ...rest,
    snippet: null,
    parent: { pid: process.pid, spawn },
  } satisfies SessionConfig);
}

/** From here on, children started by ways that we do not see name this process as their parent. */
export function renewOwnEnvironment(session: SessionConfig): void {
  process.env[SESSION_VARIABLE] = sessionForChild(session, 0);
}

/** If `options` has an environment of its own, a copy of it with our entries added; anything else as it is. */
export function withOwnEnvironment(guest: Guest, options: unknown): unknown {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return options;
  const { env } = options as { env?: unknown };
  if (typeof env !== 'object' || env === null) return options;
  return { ...options, env: withOurEntries(guest, env as Record<string, string | undefined>) };
}

export function withOurEntries(
  { session }: Guest,
  env: Record<string, string | undefined>,
): Record<string, unknown> {
  return {
    ...env,
    NODE_OPTIONS: withOurOption(env.NODE_OPTIONS, session.preload),
    [SESSION_VARIABLE]: sessionForChild(session, 0),
  };
}
