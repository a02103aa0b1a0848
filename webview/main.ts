/** The page of the panel: asks the host for a recording and shows it. Builds everything itself, from scripts only. */
import { type HostMessage, PROTOCOL_VERSION } from '../src/shared/protocol.ts';
import { assertNever } from '../src/shared/text.ts';
import { openChannel } from './channel.ts';
import { el } from './draw/dom.ts';
import { PanelState } from './model/panelState.ts';
import { readSaved } from './model/saved.ts';
import { Panel } from './panel.ts';
import { setTexts, t } from './texts.ts';

const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
root.id = 'app';

let panel: Panel | null = null;
const channel = openChannel(receive);
channel.send({ type: 'ready', version: PROTOCOL_VERSION });

function receive(message: HostMessage): void {
  switch (message.type) {
    case 'hello':
      setTexts(message.texts);
      greet(message.version);
      break;
    case 'status':
      panel?.setStatus(message.status);
      break;
    case 'batch':
      panel?.takeBatch(message);
      break;
    case 'excerpt':
      panel?.takeExcerpt(message);
      break;
    case 'cursorLine':
      panel?.setCursor(message.at);
      break;
    case 'command':
      panel?.run(message.name);
      break;
    default:
      assertNever(message);
  }
}

function greet(version: number): void {
  if (version === PROTOCOL_VERSION)
    panel ??= new Panel(root, new PanelState(readSaved(channel.saved)), channel);
  else root.replaceChildren(wrongVersion(version));
}

const wrongVersion = (version: number): HTMLElement =>
  el(
    'main',
    { class: 'problem' },
    el('h1', { text: t('This page cannot show the timeline') }),
    el('p', {
      text: t(
        'The extension speaks version {0} of its protocol, this page version {1}. Close the panel and open it again; if that does not help, reload the window.',
        version,
        PROTOCOL_VERSION,
      ),
    }),
  );
