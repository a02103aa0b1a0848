import { parseArgs } from 'node:util';
import { UsageError } from './usageError.ts';

export interface CompareCommand {
  readonly kind: 'compare';
  /** Saved recordings: of the run before, and of the run after. */
  readonly before: string;
  readonly after: string;
  /** As one line of JSON, else as text. */
  readonly json: boolean;
}

const options = {
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

type Parsed = CompareCommand | { readonly kind: 'help' } | { readonly kind: 'version' };

/** Understands what stands behind `compare`. Throws `UsageError`. */
export function parseCompare(args: readonly string[]): Parsed {
  const { values, positionals } = parse(args);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const [before, after, ...rest] = positionals;
  if (before === undefined || after === undefined) {
    throw new UsageError(
      'Two recordings are needed to compare: that of the run before, and that of the run after.',
    );
  }
  if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one recording too many: two are compared.`);
  return { kind: 'compare', before, after, json: values.json ?? false };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
