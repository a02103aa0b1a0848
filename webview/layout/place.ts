import type { SiteRow } from '../../src/shared/timeline.ts';
import { baseName, displayText } from '../model/display.ts';

/** A place in the source, as people name it: `main.ts:14`. */
export const placeName = (site: SiteRow): string => `${displayText(baseName(site.file))}:${site.line}`;
