import type { RunStatus } from '../../src/shared/protocol.ts';
import type { Ns } from '../../src/shared/timeline.ts';
import { formatClock } from '../layout/time.ts';
import { baseName, displayText } from '../model/display.ts';
import { t } from '../texts.ts';
import { setText } from './dom.ts';
import type { Shell } from './shell.ts';

/**
 * Draws how the run is going, and shows the buttons that make sense now. Without lanes the page's middle has the
 * room to say what to do next, so that the header does not say it too.
 */
export function drawHeader({ header }: Shell, status: RunStatus, nowNs: Ns, hasLanes: boolean): void {
  header.element.dataset.phase = status.phase;
  setText(header.status, statusLabel(status, nowNs));
  setText(header.file, displayText(status.file));
  setText(header.advice, hasLanes ? adviceOf(status) : '');
  setText(header.place, placeOf(status));
  header.place.hidden = status.at === null || !hasLanes;
  const active = status.phase === 'starting' || status.phase === 'recording';
  header.stop.hidden = !active;
  header.runAgain.hidden = active || status.phase === 'idle';
  header.save.hidden = active || !hasLanes;
  header.output.hidden = status.phase === 'idle';
}

/** Base name and line of the place that the status points to; empty: to none. */
export const placeOf = ({ at }: RunStatus): string =>
  at ? `${displayText(baseName(at.file))}:${at.line}` : '';

/** What the host says beyond the label. */
function adviceOf({ phase, text, code }: RunStatus): string {
  if (phase === 'failed') return displayText(text, 1000);
  // A host that names another exit code than 0 has already said so in its text.
  return phase === 'finished' && code === 0 ? t('exit code {0}', 0) : '';
}

/** One or two words on the run, and how long it has taken. */
export function statusLabel({ phase, text }: RunStatus, nowNs: Ns): string {
  switch (phase) {
    case 'idle':
      return t('Nothing recorded yet');
    case 'starting':
      return t('Starting');
    case 'recording':
      return t('Recording {0}', formatClock(nowNs));
    case 'finished':
      return displayText(text) || t('Finished');
    case 'stopped':
      return displayText(text) || t('Stopped');
    case 'failed':
      return t('Failed');
  }
}
