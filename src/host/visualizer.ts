import { type Disposable, l10n, Uri, type WebviewPanel, window, workspace } from 'vscode';
import { Recording } from '../analysis/index.ts';
import type { BatchMessage, NowLine, PageMessage, RunStatus } from '../shared/protocol.ts';
import { PROTOCOL_VERSION } from '../shared/protocol.ts';
import { cutText } from '../shared/text.ts';
import { setContext } from './contextKeys.ts';
import { CursorLine } from './cursorLine.ts';
import { SourceProblems } from './diagnostics.ts';
import { EditorSync } from './editorSync.ts';
import { EditorTotals } from './editorTotals.ts';
import { excerptFor } from './excerpts.ts';
import type { LineNote } from './lineNotes.ts';
import { ProgramOutput } from './output.ts';
import { OutputLinks } from './outputLinks.ts';
import { type PanelHandler, TimelinePanel } from './panel.ts';
import { isProgram } from './program.ts';
import { RecordingStream } from './recordingStream.ts';
import { ReplayLines } from './replayLines.ts';
import { RunController } from './runController.ts';
import { saveRecording } from './saveRecording.ts';
import { readSettings } from './settings.ts';
import { isRunning, RunStatusBar } from './statusBar.ts';
import type { TrackedRange } from './trackedRange.ts';
import { isTrusted } from './trust.ts';

/** Joins the parts: what a run yields goes to panel, output and editor; what the panel asks for is done. */
export class Visualizer implements PanelHandler, Disposable {
  readonly #extension: Uri;
  readonly panel: TimelinePanel;
  readonly output = new ProgramOutput();
  readonly #stream = new RecordingStream((batch) => this.#send(batch));
  readonly #editor: EditorSync;
  readonly #problems = new SourceProblems();
  readonly #controller: RunController;
  readonly #cursor: CursorLine;
  readonly #replayLines: ReplayLines;
  readonly #totals: EditorTotals;
  /** What is run, when it is only a part of a document. */
  #part: TrackedRange | null = null;
  readonly #disposables: readonly Disposable[];

  constructor(extension: Uri) {
    this.#extension = extension;
    this.panel = new TimelinePanel(extension, this);
    this.#controller = new RunController(extension, {
      onBegin: () => this.#begin(),
      onRunning: (recording) => this.#running(recording),
      onRecords: () => {
        this.#stream.changed();
        this.#totals.grown();
      },
      onOutput: (text) => this.output.append(text),
    });
    const places = () => this.#controller.active?.places ?? null;
    this.#cursor = new CursorLine(places, (at) => this.panel.post({ type: 'cursorLine', at }));
    this.#totals = new EditorTotals(places);
    this.#editor = new EditorSync((document, line) => this.#cursor.moved(document, line));
    this.#replayLines = new ReplayLines(places);
    const statusBar = new RunStatusBar();
    this.#disposables = [
      this.#editor,
      this.#totals,
      this.output,
      this.#problems,
      this.#replayLines,
      statusBar,
      this.#controller.onDidChange((status) => {
        statusBar.update(status);
        this.#tell(status);
      }),
      workspace.onDidSaveTextDocument((document) => {
        if (isProgram(document)) this.#saved(document.uri);
      }),
      new OutputLinks(places).register(),
    ];
  }

  get status(): RunStatus {
    return this.#controller.status;
  }

  /** Runs a document, or a part of it, and shows its timeline; ends the run before. */
  async run(document: Uri, part: TrackedRange | null): Promise<void> {
    if (this.#part !== part) this.#part?.dispose();
    this.#part = part;
    if (!isTrusted()) return;
    this.panel.show();
    await this.#controller.run({ document, part });
  }

  /** What is written behind the lines of a document; null: it is not open. */
  lineNotes(document: Uri): readonly LineNote[] | null {
    const open = workspace.textDocuments.find(({ uri }) => uri.toString() === document.toString());
    return open ? this.#totals.notesOn(open) : null;
  }

  get canRunAgain(): boolean {
    return this.#controller.active !== null;
  }

  async runAgain(): Promise<void> {
    const request = this.#controller.active?.request;
    if (request) await this.run(request.document, request.part);
  }

  /** Opens a program that shows the main things, and runs it. */
  async runSample(): Promise<void> {
    const file = Uri.joinPath(this.#extension, 'media', 'samples', 'hello-concurrency.ts');
    const content = new TextDecoder().decode(await workspace.fs.readFile(file));
    const document = await workspace.openTextDocument({ language: 'typescript', content });
    await this.#editor.reveal({ document: document.uri, line: 1, column: 1 }, this.panel.column, false);
    await this.run(document.uri, null);
  }

  async stop(): Promise<void> {
    await this.#controller.stop();
  }

  async save(): Promise<void> {
    const run = this.#controller.active;
    if (run) await saveRecording(run);
  }

  /** Takes over a panel that VS Code restored: its run is gone. */
  restore(panel: WebviewPanel): void {
    this.panel.adopt(panel);
  }

  onReady(): void {
    this.panel.post({ type: 'hello', version: PROTOCOL_VERSION, texts: l10n.bundle ?? {} });
    this.panel.post({ type: 'status', status: this.status });
    this.#stream.open();
    this.#cursor.repeat();
  }

  onAck(seq: number): void {
    this.#stream.acknowledge(seq);
  }

  onReveal({ site, preview }: Extract<PageMessage, { type: 'reveal' }>): void {
    const document = this.#controller.active?.places?.document(site.file);
    if (!document) return;
    const place = { document, line: site.line, column: site.column };
    this.#editor.reveal(place, this.panel.column, preview).catch((error: Error) => {
      void window.showErrorMessage(l10n.t('{0} could not be opened: {1}', site.file, error.message));
    });
  }

  onNowAt(lines: readonly NowLine[]): void {
    this.#replayLines.show(lines);
  }

  onExcerpt({ file, line }: Extract<PageMessage, { type: 'excerpt' }>): void {
    void excerptFor(this.#controller.active, file, line).then((excerpt) => this.panel.post(excerpt));
  }

  onAction(name: Extract<PageMessage, { type: 'action' }>['name']): void {
    const actions = {
      stop: () => this.stop(),
      runAgain: () => this.runAgain(),
      runSample: () => this.runSample(),
      showOutput: async () => this.output.show(),
      saveRecording: () => this.save(),
    };
    void actions[name]();
  }

  onPageError(message: string, stack: string): void {
    console.error('Concurrency Visualizer, page:', message, stack);
    const text = l10n.t('The timeline cannot be shown: {0}', cutText(message, 300));
    void window.showErrorMessage(text);
  }

  onHidden(): void {
    this.#replayLines.clear();
    this.#stream.close();
  }

  onClosed(): void {
    this.#replayLines.clear();
    this.#stream.close();
    this.#totals.clear();
    void this.#controller.dispose();
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
    this.#part?.dispose();
    this.#stream.close();
    this.panel.dispose();
  }

  /** Ends the run, if there is one, and removes what it left on the disk. */
  async end(): Promise<void> {
    await this.#controller.dispose();
  }

  #send(batch: BatchMessage): void {
    const delta = this.#controller.active?.places?.named(batch.delta) ?? batch.delta;
    this.panel.post({ ...batch, delta });
  }

  #begin(): void {
    this.#problems.clear();
    this.#replayLines.clear();
    this.#totals.clear();
    this.output.begin();
    // Nothing, until the program runs: a program that cannot be compiled has no timeline.
    this.#stream.begin(new Recording());
  }

  #running(recording: Recording): void {
    this.#stream.begin(recording);
    this.#totals.begin(recording, this.#controller.active?.request.document ?? null);
    const editor = window.activeTextEditor;
    if (editor) this.#cursor.moved(editor.document.uri, editor.selection.active.line + 1);
  }

  #tell(status: RunStatus): void {
    if (status.file !== '') this.panel.setTitle(l10n.t('Concurrency: {0}', status.file));
    this.panel.post({ type: 'status', status });
    this.#setContexts();
    if (!isRunning(status)) this.#totals.over();
    if (status.phase !== 'idle' && !isRunning(status)) this.output.end(status.text);
    const document = status.at && this.#controller.active?.places?.document(status.at.file);
    if (status.at && document) {
      this.#problems.show(document, status.at.line, status.at.column, status.text);
    }
  }

  /** Runs the program again when one of its files was saved, if the setting says so. */
  #saved(document: Uri): void {
    const run = this.#controller.active;
    const ours = run?.places?.file(document);
    if (!run || !ours || this.status.phase === 'starting') return;
    if (!readSettings(run.request.document).rerunOnSave) return;
    const isSource = document.toString() === run.request.document.toString();
    if (isSource || run.recording.tables.sites.some((site) => site.file === ours)) void this.runAgain();
  }

  #setContexts(): void {
    setContext('running', isRunning(this.status));
    setContext('hasTimeline', this.#controller.active !== null);
  }
}
