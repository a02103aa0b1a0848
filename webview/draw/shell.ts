import { t } from '../texts.ts';
import { button, el, svg } from './dom.ts';
import { icon } from './icons.ts';

/** What the person can ask for with a button. */
export interface ShellActions {
  readonly stop: () => void;
  readonly runAgain: () => void;
  readonly save: () => void;
  readonly runSample: () => void;
  readonly output: () => void;
  readonly goToFailure: () => void;
  readonly find: () => void;
  readonly follow: () => void;
  readonly whole: () => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly keys: () => void;
  readonly why: () => void;
  readonly showInCode: () => void;
}

/** The page's fixed elements; drawers fill them. */
export type Shell = ReturnType<typeof makeShell>;

/** Builds the page into `root`. */
export function makeShell(root: HTMLElement, actions: ShellActions) {
  const header = makeHeader(actions);
  const toolbar = makeToolbar(actions);
  const details = makeDetails(actions);
  const verdict = el('div', { class: 'verdict', attributes: { id: 'verdict' } });
  const overviewNames = el('div', { class: 'names-cell overview-names' });
  const overview = svg('svg', { 'aria-hidden': 'true', class: 'overview-plot' });
  const axis = svg('svg', { 'aria-hidden': 'true', class: 'axis-plot' });
  const canvas = el('canvas', { class: 'bars', attributes: { 'aria-hidden': 'true' } });
  const grid = el('div', { class: 'tree', role: 'treegrid' });
  const inner = el('div', { class: 'lanes-inner' }, grid, el('div', { class: 'stage' }, canvas));
  const lanes = el('div', { class: 'lanes' }, inner);
  const sash = el('div', { class: 'sash', role: 'separator' });
  const empty = el('div', { class: 'empty' });
  const overviewRow = el('div', { class: 'row overview' }, overviewNames, overview);
  const axisRow = el('div', { class: 'row axis' }, toolbar.element, axis);
  const finder = el('section', { class: 'finder', attributes: { 'aria-label': t('Which lanes are shown') } });
  const middle = el('div', { class: 'middle' }, overviewRow, axisRow, lanes, sash, empty);
  const pane = el('section', { class: 'pane', attributes: { 'aria-label': t('More') } });
  const legend = el('footer', { class: 'legend' });
  const tooltip = el('div', { class: 'tooltip', attributes: { 'aria-hidden': 'true', hidden: '' } });
  const live = el('div', { class: 'visually-hidden', role: 'status' });
  const heading = el('h1', { class: 'visually-hidden', text: t('Concurrency timeline') });
  const main = el(
    'main',
    { class: 'panel' },
    heading,
    header.element,
    verdict,
    finder,
    middle,
    details.element,
    pane,
    legend,
  );
  root.replaceChildren(main, toolbar.sheet, tooltip, live);
  return {
    root,
    main,
    header,
    toolbar,
    verdict,
    overviewNames,
    overview,
    axis,
    canvas,
    grid,
    inner,
    lanes,
    sash,
    empty,
    finder,
    middle,
    details,
    pane,
    legend,
    tooltip,
    live,
  };
}

function makeHeader(actions: ShellActions) {
  const dot = el('span', { class: 'dot', attributes: { 'aria-hidden': 'true' } });
  const status = el('span', { class: 'status-text' });
  const advice = el('span', { class: 'advice' });
  const place = button('', actions.goToFailure, { class: 'link', attributes: { hidden: '' } });
  const file = el('span', { class: 'file' });
  const stop = button(t('Stop'), actions.stop, { class: 'action stop' });
  const runAgain = button(t('Run Again'), actions.runAgain, { class: 'action' });
  const save = button(t('Save Recording…'), actions.save, { class: 'action' });
  const output = button(t('Show Output'), actions.output, { class: 'action' });
  const buttons = el('span', { class: 'buttons' }, stop, runAgain, save, output);
  const element = el('header', { class: 'header' }, dot, status, file, advice, place, buttons);
  return { element, dot, status, advice, place, file, stop, runAgain, save, output };
}

/** Where the column of names is narrow, the sheet of the lanes has what finds no room here. */
function makeToolbar(actions: ShellActions) {
  const tool = (sign: string, label: string, click: () => void, rank = '') =>
    button(sign, click, { class: `tool ${rank}`, title: label, attributes: { 'aria-label': label } });
  const find = tool('', t('Find and filter lanes (/)'), actions.find);
  find.append(icon('search'));
  const lanes = tool('', t('Lanes: order, hidden, only my code'), () => {});
  lanes.append(icon('lanes'));
  const follow = tool('', t('Follow'), actions.follow);
  follow.append(icon('follow'));
  follow.title = t('Follow the end of the run');
  follow.setAttribute('aria-pressed', 'false');
  const element = el(
    'div',
    { class: 'names-cell toolbar', role: 'toolbar', attributes: { 'aria-label': t('View') } },
    find,
    lanes,
    follow,
    tool('−', t('Zoom out'), actions.zoomOut, 'minor'),
    tool('+', t('Zoom in'), actions.zoomIn, 'minor'),
    tool('⤢', t('Whole run'), actions.whole, 'minor-last'),
    tool('?', t('Keys'), actions.keys, 'minor'),
  );
  const label = t('Lanes');
  const sheet = el('div', {
    class: 'lanes-sheet',
    role: 'dialog',
    attributes: { popover: 'auto', 'aria-label': label },
  });
  return { element, find, lanes, follow, sheet };
}

function makeDetails(actions: ShellActions) {
  const title = el('span', { class: 'details-title' });
  const totals = el('span', { class: 'details-totals' });
  const sentence = el('span', { class: 'details-sentence' });
  const show = button(t('Show in code'), actions.showInCode, { class: 'link', attributes: { hidden: '' } });
  const why = button(t('Why?'), actions.why, { class: 'link', attributes: { hidden: '' } });
  const text = el(
    'div',
    { class: 'details-text' },
    el('div', { class: 'details-line' }, title, totals),
    el('div', { class: 'details-line' }, sentence),
  );
  const element = el(
    'section',
    { class: 'details', attributes: { 'aria-label': t('Details') } },
    text,
    why,
    show,
  );
  return { element, title, totals, sentence, why, show };
}
