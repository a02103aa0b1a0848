import { preloadOption } from '../shared/session.ts';

/** `NODE_OPTIONS` of the program: what it had, then our own, so that a user's preload keeps its place. */
export function nodeOptions(existing: string | undefined, preload: string, memoryMb?: number): string {
  const own = [preloadOption(preload)];
  if (memoryMb !== undefined) own.push(`--max-old-space-size=${Math.round(memoryMb)}`);
  return [existing?.trim(), ...own].filter(Boolean).join(' ');
}
