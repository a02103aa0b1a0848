import { threeDigits } from './time.ts';

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A number of bytes in units of a thousand, with the three digits that matter: `1.2 MB`. */
export function formatBytes(bytes: number): string {
  // As for times: what would be written as 1000 of a unit counts as one of the next.
  const power = bytes < 1 ? 0 : Math.floor(Math.log10(bytes / 0.9995) / 3);
  const unit = Math.min(power, units.length - 1);
  return `${bytes === 0 ? 0 : threeDigits(bytes / 1000 ** unit)} ${units[unit]}`;
}
