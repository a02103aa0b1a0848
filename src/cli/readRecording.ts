import { createReadStream } from 'node:fs';
import { Recording } from '../analysis/index.ts';

/** A saved recording cannot be read; the message says which, why, and what to do. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

const ADVICE = 'A recording is saved with: concurrency-visualizer run <file> --out FILE';

/** Reads a file that `run --out` has saved. Throws `RecordingError`. */
export async function readRecording(file: string): Promise<Recording> {
  const recording = new Recording();
  try {
    for await (const piece of createReadStream(file)) recording.push(file, piece);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RecordingError(`${file} cannot be read: ${reason}. ${ADVICE}`);
  }
  recording.finish();
  if (recording.tables.processes.length === 0) {
    const [problem = 'There is no record in it.'] = recording.problems;
    throw new RecordingError(`${file} is no recording that can be read. ${problem} ${ADVICE}`);
  }
  return recording;
}
