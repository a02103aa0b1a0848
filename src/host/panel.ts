import { type Disposable, l10n, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import { type HostMessage, type NowLine, type PageMessage, PROTOCOL_VERSION } from '../shared/protocol.ts';
import { assertNever } from '../shared/text.ts';
import { pageHtml } from './pageHtml.ts';
import { SECTION } from './settings.ts';

export const VIEW_TYPE = `${SECTION}.timeline`;

/** What the page asks for. */
export interface PanelHandler {
  /** The page is there, for the first time or again: it knows nothing. */
  onReady(): void;
  onAck(seq: number): void;
  onReveal(message: Extract<PageMessage, { type: 'reveal' }>): void;
  onNowAt(lines: readonly NowLine[]): void;
  onExcerpt(message: Extract<PageMessage, { type: 'excerpt' }>): void;
  onAction(name: Extract<PageMessage, { type: 'action' }>['name']): void;
  onPageError(message: string, stack: string): void;
  /** The page is gone until the next `onReady`: the panel is hidden. */
  onHidden(): void;
  /** The person closed the panel. */
  onClosed(): void;
}

/** The one panel with the timeline. */
export class TimelinePanel implements Disposable {
  readonly #extension: Uri;
  readonly #handler: PanelHandler;
  #panel: WebviewPanel | null = null;

  constructor(extension: Uri, handler: PanelHandler) {
    this.#extension = extension;
    this.#handler = handler;
  }

  /** The editor column that the panel is in; undefined when there is none. */
  get column(): ViewColumn | undefined {
    return this.#panel?.viewColumn;
  }

  get isOpen(): boolean {
    return this.#panel !== null;
  }

  /** Opens the panel beside the code, or brings it to the front; the focus stays where it is. */
  show(): void {
    if (this.#panel) {
      if (!this.#panel.visible) this.#panel.reveal(undefined, true);
      return;
    }
    const where = { viewColumn: ViewColumn.Beside, preserveFocus: true };
    this.adopt(window.createWebviewPanel(VIEW_TYPE, l10n.t('Concurrency'), where));
  }

  /** The same with the focus, for who goes on there. */
  focus(): void {
    this.show();
    this.#panel?.reveal(undefined, false);
  }

  /** Takes over a panel that VS Code made, in place of the one before. */
  adopt(panel: WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    panel.title = l10n.t('Concurrency');
    panel.iconPath = { light: icon(this.#extension, 'light'), dark: icon(this.#extension, 'dark') };
    panel.webview.options = { enableScripts: true, localResourceRoots: [this.#extension] };
    panel.webview.onDidReceiveMessage((message: PageMessage) => this.#receive(message));
    panel.onDidChangeViewState(() => panel.visible || this.#handler.onHidden());
    panel.onDidDispose(() => this.#closed(panel));
    panel.webview.html = pageHtml(panel.webview, this.#extension, panel.title);
  }

  /** Sends to the page; a hidden page gets nothing, and asks again with `onReady`. */
  post(message: HostMessage): void {
    void this.#panel?.webview.postMessage(message);
  }

  setTitle(title: string): void {
    if (this.#panel) this.#panel.title = title;
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #closed(panel: WebviewPanel): void {
    if (this.#panel !== panel) return;
    this.#panel = null;
    this.#handler.onClosed();
  }

  #receive(message: PageMessage): void {
    switch (message.type) {
      case 'ready':
        if (message.version === PROTOCOL_VERSION) this.#handler.onReady();
        else this.#handler.onPageError(wrongVersion(message.version), '');
        break;
      case 'ack':
        this.#handler.onAck(message.seq);
        break;
      case 'reveal':
        this.#handler.onReveal(message);
        break;
      case 'nowAt':
        this.#handler.onNowAt(message.lines);
        break;
      case 'excerpt':
        this.#handler.onExcerpt(message);
        break;
      case 'action':
        this.#handler.onAction(message.name);
        break;
      case 'pageError':
        this.#handler.onPageError(message.message, message.stack);
        break;
      default:
        assertNever(message);
    }
  }
}

const icon = (extension: Uri, theme: string): Uri =>
  Uri.joinPath(extension, 'media', 'icons', theme, 'visualize.svg');

const wrongVersion = (version: number): string =>
  l10n.t(
    'the page speaks version {0} of the protocol, the extension version {1}. Close the panel and run again.',
    version,
    PROTOCOL_VERSION,
  );
