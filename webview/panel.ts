import type { BatchMessage, ExcerptMessage, HostMessage, RunStatus } from '../src/shared/protocol.ts';
import { Announcer } from './a11y/announcer.ts';
import { TreeGrid } from './a11y/treeGrid.ts';
import type { Channel } from './channel.ts';
import { drawAxis } from './draw/axis.ts';
import { EmptyState } from './draw/empty.ts';
import { Finder } from './draw/finder.ts';
import { markFoundText } from './draw/foundText.ts';
import { drawHeader, statusLabel } from './draw/header.ts';
import { LanesBox } from './draw/lanesBox.ts';
import { drawLanes } from './draw/lanesCanvas.ts';
import { LanesSheet } from './draw/lanesSheet.ts';
import { Legend } from './draw/legend.ts';
import { drawOverview, OverviewNames } from './draw/overview.ts';
import { makeShell, type Shell } from './draw/shell.ts';
import { Surface } from './draw/surface.ts';
import { onThemeChange, readTheme, type Theme } from './draw/theme.ts';
import { bindPanel } from './input/bindPanel.ts';
import { ZOOM_STEP } from './input/keys.ts';
import { OverviewBrush } from './input/overviewBrush.ts';
import { PanelCommands } from './input/panelCommands.ts';
import type { ReplayControls } from './input/replayCommands.ts';
import { finderActions, lanesSheetActions, shellActions } from './input/shellActions.ts';
import { bindZoom } from './input/zoom.ts';
import { failureOf } from './layout/failure.ts';
import { timeScale } from './layout/scale.ts';
import type { Scene } from './layout/scene.ts';
import { SceneMaker } from './layout/sceneOf.ts';
import type { PanelState } from './model/panelState.ts';
import { wholeOf } from './model/view.ts';
import { Narrator } from './narrator.ts';
import { Excerpts } from './pane/excerpts.ts';
import { Pane } from './pane/pane.ts';
import { paneViews } from './pane/views.ts';
import { WhyView } from './pane/whyView.ts';
import { Replayer } from './replayer.ts';
import { Timers } from './timers.ts';

/** After the last batch of a run that is over: time to wait before its loose ends are tied, in ms. */
const SETTLE_MS = 1000;
const SAVE_MS = 200;
/** While records come in, frames for them are so far apart, in ms: frames that answer a key or the pointer come in between. */
const BATCH_FRAME_MS = 50;

/** The panel on screen: takes messages in, and draws a frame when something has changed. */
export class Panel {
  readonly state: PanelState;
  readonly shell: Shell;
  readonly scenes: SceneMaker;
  readonly grid: TreeGrid;
  readonly box: LanesBox;
  readonly announcer: Announcer;
  readonly finder: Finder;
  private readonly lanesSheet: LanesSheet;
  private readonly channel: Channel;
  private readonly surface: Surface;
  private readonly legend: Legend;
  private readonly empty: EmptyState;
  private readonly brush: OverviewBrush;
  private readonly overviewNames: OverviewNames;
  private readonly narrator: Narrator;
  private readonly commands: PanelCommands;
  readonly whyView: WhyView;
  private readonly excerpts: Excerpts;
  private readonly pane: Pane;
  private readonly replayer: Replayer;
  private readonly syncZoom: () => void;
  private theme: Theme;
  private scene: Scene | null = null;
  private frameAsked = false;
  private batches = 0;
  private readonly timers = new Timers();
  /** Where the pointer is in the window, for the tooltip. */
  private pointer = { x: 0, y: 0 };

  constructor(root: HTMLElement, state: PanelState, channel: Channel) {
    this.state = state;
    this.channel = channel;
    const commands = new PanelCommands(this, channel);
    this.commands = commands;
    const actions = shellActions(commands, channel);
    this.shell = makeShell(root, actions);
    this.scenes = new SceneMaker(state);
    this.announcer = new Announcer(this.shell.live);
    this.surface = new Surface(this.shell.canvas);
    this.legend = new Legend(this.shell.legend);
    this.empty = new EmptyState(this.shell, actions);
    this.overviewNames = new OverviewNames(this.shell.overviewNames);
    this.narrator = new Narrator(this.shell, state, this.announcer, (reason, ms) =>
      this.timers.later(reason, ms, () => this.invalidate()),
    );
    this.excerpts = new Excerpts((message) => channel.send(message));
    this.whyView = new WhyView(commands.whyEvents(), this.excerpts);
    const views = paneViews({
      panel: this,
      commands,
      narrator: this.narrator,
      moment: () => this.replayer.shown,
    });
    this.pane = new Pane(this.shell.pane, state.pane, views, () => this.invalidate());
    // It adds its buttons to the pane.
    this.replayer = new Replayer(this, (lines) => channel.send({ type: 'nowAt', lines }));
    this.grid = new TreeGrid(this.shell.grid, commands.gridEvents());
    this.box = new LanesBox(this.shell, this.grid.pinned, this.scenes);
    this.brush = new OverviewBrush(this.shell.overview, commands);
    this.finder = new Finder(this.shell.finder, finderActions(commands));
    const { sheet, lanes } = this.shell.toolbar;
    this.lanesSheet = new LanesSheet(sheet, lanes, lanesSheetActions(commands));
    this.syncZoom = bindZoom(this.shell.canvas, commands, () => this.scale());
    this.theme = readTheme();
    this.legend.setTheme(this.theme);
    bindPanel(this, commands);
    onThemeChange(() => this.setTheme());
    this.setNames(state.namesPx);
  }

  setStatus(status: RunStatus): void {
    const before = this.state.status.phase;
    this.state.status = status;
    if (before !== status.phase) this.announcer.say(statusLabel(status, this.state.recording.store.nowNs));
    this.settleSoon();
    this.invalidate();
  }

  /** Takes a part of the timeline in and says so. */
  takeBatch({ seq, reset, delta }: BatchMessage): void {
    if (reset) this.reset();
    this.state.recording.apply(delta);
    const scrollPx = this.state.restore();
    this.batches++;
    this.channel.send({ type: 'ack', seq });
    this.settleSoon();
    if (this.state.active && !reset) this.invalidateIn('batch', BATCH_FRAME_MS);
    else this.invalidate();
    if (scrollPx !== null) this.scrollTo(scrollPx);
  }

  /** A new timeline begins. */
  private reset(): void {
    this.state.reset();
    this.narrator.reset();
    this.excerpts.reset();
  }

  /** The frame that is on screen; made on demand when there is none yet. */
  get current(): Scene {
    this.scene ??= this.scenes.make(this.box.viewport());
    return this.scene;
  }

  /** What can be asked of the time cursor. */
  get controls(): ReplayControls {
    return this.commands.replay;
  }

  scale() {
    return timeScale(this.state.shownWindow, this.box.viewport().widthPx);
  }

  /** Asks for a frame: the next one draws everything that has changed until then. */
  invalidate(): void {
    if (this.frameAsked) return;
    this.frameAsked = true;
    requestAnimationFrame((nowMs) => this.draw(nowMs));
  }

  /** Asks for a frame in so many ms, once for each reason at a time. */
  invalidateIn(reason: string, ms: number): void {
    this.timers.later(reason, ms, () => this.invalidate());
  }

  setNames(px: number): void {
    this.state.namesPx = px;
    this.shell.middle.style.setProperty('--names', `min(${px}px, 42%)`);
    this.invalidate();
  }

  setPointer(x: number, y: number): void {
    this.pointer = { x, y };
  }

  /** The editor's cursor is on this line, or (null) on none that was recorded. */
  setCursor(at: PanelState['cursorAt']): void {
    this.state.cursorAt = at;
    this.invalidate();
  }

  takeExcerpt(message: ExcerptMessage): void {
    this.excerpts.take(message);
    this.invalidate();
  }

  /** A command of the palette. */
  run(name: Extract<HostMessage, { type: 'command' }>['name']): void {
    const { commands } = this;
    const run: Readonly<Record<typeof name, () => void>> = {
      fit: () => commands.window.whole(),
      zoomIn: () => commands.window.zoomBy(1 / ZOOM_STEP),
      zoomOut: () => commands.window.zoomBy(ZOOM_STEP),
      follow: () => commands.window.toggleFollow(),
      find: () => commands.lanes.find(),
      why: () => commands.askWhy(),
      keys: () => commands.showKeys(),
    };
    run[name]();
  }

  /** Draws what has changed at once, for who needs the result now. */
  drawNow(): void {
    this.draw(performance.now());
  }

  private setTheme(): void {
    this.theme = readTheme();
    this.legend.setTheme(this.theme);
    this.invalidate();
  }

  /** The field and what is said on the lanes come first: they change how much height is left. */
  private drawFinder(): void {
    const { scenes, state, commands } = this;
    const list = scenes.currentList();
    this.finder.update(list, scenes.marks, state, commands.lanes.search.place);
    this.lanesSheet.update(list, state);
    this.box.setHeight();
  }

  private draw(nowMs: number): void {
    this.frameAsked = false;
    const { state, shell } = this;
    const { store } = state.recording;
    const hasLanes = store.processes.length > 0;
    this.replayer.begin(nowMs);
    if (this.scenes.findMarks()) this.invalidate();
    const failure = failureOf(state.status, store, state.recording.lanes);
    drawHeader(shell, state.status, failure, store.nowNs, hasLanes);
    this.empty.update(state.status, hasLanes);
    shell.toolbar.follow.setAttribute('aria-pressed', String(state.follow));
    shell.toolbar.follow.disabled = !state.active;
    // Rows first: their height decides whether there is a scroll bar, and so how wide the canvas is.
    this.drawFinder();
    const scene = this.scenes.make(this.box.viewport());
    this.scene = scene;
    drawLanes(this.surface.brush(scene.frame.scale.widthPx, scene.heightPx, this.theme), scene);
    if (this.scenes.isRough) this.invalidate();
    drawAxis(shell.axis, scene);
    this.drawOverview(scene);
    this.grid.update(scene, nowMs);
    markFoundText(shell.grid, state.laneView.query.text);
    this.narrator.draw(scene, { nowMs, version: `${this.batches}`, pointer: this.pointer });
    this.replayer.draw(scene, nowMs);
    this.pane.draw({ scene, state, nowMs, version: `${this.batches}` });
    this.legend.setHonesty(hasLanes ? store : null);
    this.legend.setLooks(state.recording.lanes.looks);
    this.syncZoom();
    this.timers.later('save', SAVE_MS, () => this.channel.save(state.save(shell.lanes.scrollTop)));
  }

  private drawOverview(scene: Scene): void {
    const { inProgress, running, store } = this.state.recording;
    const scale = timeScale(wholeOf(this.state.extent), scene.frame.scale.widthPx);
    const { cores } = store.facts;
    drawOverview(this.shell.overview, scale, inProgress.curve, running, cores);
    this.overviewNames.update(inProgress.curve, running, cores);
    this.brush.update(scale, scene.frame.scale.window);
  }

  /** The frame decides how far one can scroll, so it comes first. */
  private scrollTo(top: number): void {
    this.drawNow();
    this.shell.lanes.scrollTo({ top });
  }

  private settleSoon(): void {
    if (!this.state.active) this.timers.whenQuiet('settle', SETTLE_MS, () => this.settle());
  }

  /** Nothing comes any more: what was still in progress is not. */
  private settle(): void {
    this.state.recording.inProgress.settle();
    this.invalidate();
  }
}
