import type { RunStatus } from '../../src/shared/protocol.ts';
import type { Ns } from '../../src/shared/timeline.ts';
import { endedBadly, type Failure } from '../layout/failure.ts';
import { placeName } from '../layout/place.ts';
import { formatClock } from '../layout/time.ts';
import { displayText } from '../model/display.ts';
import { t } from '../texts.ts';
import { setText } from './dom.ts';
import type { Shell } from './shell.ts';

/**
 * Draws how the run is going, and shows the buttons that make sense now. Without lanes the page's middle has the
 * room to say what to do next, so that the header does not say it too.
 */
export function drawHeader(
  { header }: Shell,
  status: RunStatus,
  failure: Failure | null,
  nowNs: Ns,
  hasLanes: boolean,
): void {
  header.element.dataset.phase = endedBadly(status) ? 'failed' : status.phase;
  setText(header.status, statusLabel(status, nowNs));
  setText(header.file, displayText(status.file));
  const site = failure?.site ?? null;
  setText(header.advice, hasLanes ? (failure?.text ?? adviceOf(status)) : '');
  header.advice.classList.toggle('is-failure', failure !== null);
  setText(header.place, site ? placeName(site) : '');
  header.place.hidden = site === null || !hasLanes;
  const active = status.phase === 'starting' || status.phase === 'recording';
  header.stop.hidden = !active;
  header.runAgain.hidden = active || status.phase === 'idle';
  header.save.hidden = active || !hasLanes;
  header.output.hidden = status.phase === 'idle';
}

/** What the host says beyond the label. A host that names another exit code than 0 has already said so in its text. */
const adviceOf = ({ phase, code }: RunStatus): string =>
  phase === 'finished' && code === 0 ? t('exit code {0}', 0) : '';

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
