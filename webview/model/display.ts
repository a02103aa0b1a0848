export { displayText } from '../../src/shared/text.ts';

/** The last part of a path or URL. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1) || path;
}
