import { createWriteStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A file that was asked for cannot be written; the message says which, and why. */
export class OutputError extends Error {
  override readonly name = 'OutputError';

  constructor(file: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`${file} cannot be written: ${reason}. Name a file in a folder that exists and can be written to.`);
  }
}

/** Tells before the program is started that a file cannot be written. Throws `OutputError`. */
export async function checkOutput(file: string): Promise<void> {
  try {
    await access(dirname(file), constants.W_OK);
    if ((await stat(file).catch(() => null))?.isDirectory()) throw new Error('it is a folder');
  } catch (error) {
    throw new OutputError(file, error);
  }
}

/** Writes pieces of text one after the other, and holds none back in memory. Throws `OutputError`. */
export async function writePieces(file: string, pieces: Iterable<string>): Promise<void> {
  await pipeline(
    Readable.from(pieces, { objectMode: true, highWaterMark: 1 }),
    createWriteStream(file),
  ).catch((error: unknown) => {
    throw new OutputError(file, error);
  });
}
