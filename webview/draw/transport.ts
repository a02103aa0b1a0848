import type { ReplayControls } from '../input/replayCommands.ts';
import { speedWords } from '../layout/replayWords.ts';
import { type ReplayState, speeds } from '../model/replay.ts';
import type { TimeWindow } from '../model/view.ts';
import { t } from '../texts.ts';
import { button, el, svg } from './dom.ts';

const icons = {
  back: 'M3 3h2v10H3zM13 3v10L6 8z',
  play: 'M4 2.5v11l9-5.5z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  forth: 'M11 3h2v10h-2zM3 3v10l7-5z',
} as const;

/** Buttons that step from event to event and play the run again, and how fast. */
export class Transport {
  readonly element = el('div', {
    class: 'transport',
    role: 'group',
    attributes: { 'aria-label': t('Replay') },
  });
  private readonly back: HTMLButtonElement;
  private readonly play: HTMLButtonElement;
  private readonly forth: HTMLButtonElement;
  private readonly speed = el('select', {
    class: 'speed',
    attributes: { 'aria-label': t('Speed of replay') },
  });
  private readonly playIcon: SVGElement;
  private readonly words: { readonly play: string; readonly pause: string };

  constructor(controls: ReplayControls) {
    this.words = { play: t('Play'), pause: t('Pause') };
    this.back = tool(icons.back, () => controls.step(-1, false));
    this.play = tool(icons.play, () => controls.toggle());
    this.forth = tool(icons.forth, () => controls.step(1, false));
    this.playIcon = this.play.querySelector('path')!;
    name(this.back, t('Previous event'), ',');
    name(this.forth, t('Next event'), '.');
    this.speed.title = t('Speed of replay');
    for (const speed of speeds) {
      this.speed.append(el('option', { text: speedWords(speed), attributes: { value: String(speed) } }));
    }
    this.speed.addEventListener('change', () => controls.setSpeed(Number(this.speed.value)));
    this.element.append(this.back, this.play, this.forth, this.speed);
  }

  draw(replay: ReplayState, extent: TimeWindow): void {
    const { atNs, playing } = replay;
    this.back.disabled = atNs === null || atNs <= extent.startNs;
    this.forth.disabled = atNs !== null && atNs >= extent.endNs;
    const word = playing ? this.words.pause : this.words.play;
    if (this.play.getAttribute('aria-label') !== word) {
      name(this.play, word, t('Space'));
      this.playIcon.setAttribute('d', playing ? icons.pause : icons.play);
    }
    const speed = String(replay.speedFor(extent));
    if (this.speed.value !== speed && document.activeElement !== this.speed) this.speed.value = speed;
  }
}

function tool(path: string, click: () => void): HTMLButtonElement {
  const made = button('', click, { class: 'tool' });
  const icon = svg('svg', { viewBox: '0 0 16 16', width: '14', height: '14', 'aria-hidden': 'true' });
  icon.append(svg('path', { d: path, fill: 'currentColor' }));
  made.append(icon);
  return made;
}

function name(element: HTMLElement, label: string, key: string): void {
  element.setAttribute('aria-label', label);
  element.title = `${label} (${key})`;
}
