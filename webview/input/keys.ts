import { t } from '../texts.ts';
import type { Commands } from './commands.ts';

interface KeyBinding {
  readonly keys: readonly string[];
  /** Only together with Shift. */
  readonly shift?: true;
  /** As the sheet shows it. */
  readonly shown: string;
  readonly does: () => string;
  readonly run: (commands: Commands) => void;
}

/** By how much one key or click zooms. */
export const ZOOM_STEP = 1.4;
/** By which share of the window one key pans, and moves the end of a stretch. */
const PAN = 0.15;
const STRETCH = 0.02;

/** Keys that work everywhere in the page. */
const bindings: readonly KeyBinding[] = [
  {
    keys: ['w', '+', '='],
    shown: 'W  +',
    does: () => t('Zoom in'),
    run: (c) => c.window.zoomBy(1 / ZOOM_STEP),
  },
  { keys: ['s', '-', '_'], shown: 'S  −', does: () => t('Zoom out'), run: (c) => c.window.zoomBy(ZOOM_STEP) },
  { keys: ['a'], shown: 'A  ←', does: () => t('Go to earlier'), run: (c) => c.window.panBy(-PAN) },
  { keys: ['d'], shown: 'D  →', does: () => t('Go to later'), run: (c) => c.window.panBy(PAN) },
  {
    keys: ['a', 'ArrowLeft'],
    shift: true,
    shown: 'Shift + A  ←',
    does: () => t('Choose a stretch of time: its end to the left'),
    run: (c) => c.stretch.extend(-STRETCH),
  },
  {
    keys: ['d', 'ArrowRight'],
    shift: true,
    shown: 'Shift + D  →',
    does: () => t('Choose a stretch of time: its end to the right'),
    run: (c) => c.stretch.extend(STRETCH),
  },
  {
    keys: ['m'],
    shown: 'M',
    does: () => t('Choose the time of the selected bar, or all on screen, as a stretch'),
    run: (c) => c.stretch.mark(),
  },
  {
    keys: ['t'],
    shown: 'T',
    does: () => t('Totals of the stretch or the run'),
    run: (c) => c.togglePane('totals'),
  },
  { keys: ['Home'], shown: 'Home', does: () => t('To the start of the run'), run: (c) => c.window.toStart() },
  { keys: ['End'], shown: 'End', does: () => t('To the end of the run'), run: (c) => c.window.toEnd() },
  { keys: ['f'], shown: 'F', does: () => t('Fit the selection'), run: (c) => c.window.fitSelection() },
  {
    keys: ['Escape'],
    shown: 'Esc',
    does: () => t('Take the time cursor away, give up the selection, then show the whole run'),
    run: (c) => c.escape(),
  },
  { keys: ['ArrowUp'], shown: '↑', does: () => t('Row above'), run: (c) => c.moveRow(-1) },
  { keys: ['ArrowDown'], shown: '↓', does: () => t('Row below'), run: (c) => c.moveRow(1) },
  { keys: ['PageUp'], shown: 'Page Up', does: () => t('Ten rows up'), run: (c) => c.moveRow(-10) },
  { keys: ['PageDown'], shown: 'Page Down', does: () => t('Ten rows down'), run: (c) => c.moveRow(10) },
  { keys: ['['], shown: '[', does: () => t('Previous bar of the row'), run: (c) => c.selectNeighbour(-1) },
  { keys: [']'], shown: ']', does: () => t('Next bar of the row'), run: (c) => c.selectNeighbour(1) },
  { keys: [' '], shown: 'Space', does: () => t('Play the run again, pause'), run: (c) => c.replay.toggle() },
  { keys: ['.'], shown: '.', does: () => t('Next event'), run: (c) => c.replay.step(1, false) },
  { keys: [','], shown: ',', does: () => t('Previous event'), run: (c) => c.replay.step(-1, false) },
  // What Shift makes of the two keys depends on the keyboard.
  {
    keys: ['>', ':'],
    shown: 'Shift + .',
    does: () => t('Next event of the row'),
    run: (c) => c.replay.step(1, true),
  },
  {
    keys: ['<', ';'],
    shown: 'Shift + ,',
    does: () => t('Previous event of the row'),
    run: (c) => c.replay.step(-1, true),
  },
  { keys: ['y'], shown: 'Y', does: () => t('Why did the bar take so long?'), run: (c) => c.askWhy() },
  { keys: ['Enter'], shown: 'Enter', does: () => t('Show in code'), run: (c) => c.showInCode() },
  { keys: ['/'], shown: '/', does: () => t('Find and filter lanes'), run: (c) => c.lanes.find() },
  { keys: ['h'], shown: 'H', does: () => t('Hide the lane'), run: (c) => c.lanes.hide() },
  { keys: ['p'], shown: 'P', does: () => t('Pin the lane to the top'), run: (c) => c.lanes.pin() },
  { keys: ['o'], shown: 'O', does: () => t('Only my code'), run: (c) => c.lanes.toggleOnlyMine() },
  { keys: ['u'], shown: 'U', does: () => t('Show all lanes'), run: (c) => c.lanes.showAll() },
  {
    keys: ['ContextMenu'],
    shown: 'Shift+F10',
    does: () => t('Menu of the lane'),
    run: (c) => c.lanes.menu(null),
  },
  { keys: ['?'], shown: '?', does: () => t('This sheet'), run: (c) => c.showKeys() },
];

/** What only the sheet tells: the pointer's gestures, and the arrows in the tree. */
const gestures = (): readonly (readonly [string, string])[] => [
  [t('← → on a row with an arrow'), t('Fold, open')],
  [t('Wheel'), t('Zoom at the pointer')],
  [t('Shift + wheel'), t('Go to earlier or later')],
  [t('Alt + wheel'), t('Scroll the lanes')],
  [t('Drag'), t('Move the picture')],
  [t('Drag on the axis'), t('Choose a stretch of time')],
  [t('Click on the axis'), t('Put the time cursor there')],
  [t('Shift + drag'), t('Choose a stretch of time, on the lanes')],
  [t('Click, double click'), t('Select a bar, fit it')],
];

/** What every key and gesture does, for the sheet. */
export function keySheet(): readonly (readonly [string, string])[] {
  return [...bindings.map(({ shown, does }) => [shown, does()] as const), ...gestures()];
}

export function bindKeys(commands: Commands): void {
  window.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTakenByElement(event)) return;
    if (run(event, commands)) event.preventDefault();
  });
}

function run({ key, shiftKey, target }: KeyboardEvent, commands: Commands): boolean {
  const isMenu = shiftKey && key === 'F10';
  const name = isMenu ? 'ContextMenu' : key.length === 1 ? key.toLowerCase() : key;
  const withShift = shiftKey && bindings.find(({ keys, shift }) => shift && keys.includes(name));
  if (!withShift && (key === 'ArrowLeft' || key === 'ArrowRight')) return runSideways(key, target, commands);
  const binding = withShift || bindings.find(({ keys, shift }) => !shift && keys.includes(name));
  binding?.run(commands);
  return binding !== undefined;
}

/** In the tree, left and right fold and open first; where there is nothing to fold they pan. */
function runSideways(
  key: 'ArrowLeft' | 'ArrowRight',
  target: EventTarget | null,
  commands: Commands,
): boolean {
  const later = key === 'ArrowRight';
  const inTree = target instanceof Element && target.closest('[role=treegrid]') !== null;
  if (!inTree || !commands.fold(later)) commands.window.panBy(later ? PAN : -PAN);
  return true;
}

/** Keys that move within a view of the pane, or between its tabs. */
const movesWithin: ReadonlySet<string> = new Set([
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Enter',
  ' ',
]);

/** Fields, buttons, what opens and closes, the sash and an open dialog have a use of their own for some keys. */
function isTakenByElement({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('[role=separator], [role=slider]')) return key.startsWith('Arrow');
  if (target.closest('dialog, input, select, textarea, [popover]')) return true;
  if (target.closest('[role=tablist], .pane-body') && movesWithin.has(key)) return true;
  return target.closest('button, summary') !== null && (key === 'Enter' || key === ' ');
}
