import type { HostMessage, PageMessage } from '../src/shared/protocol.ts';

interface VsCodeApi {
  postMessage(message: PageMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The way to the host, and the memory that outlives the page. */
export interface Channel {
  send(message: PageMessage): void;
  readonly saved: unknown;
  save(state: unknown): void;
}

/** Opens the channel. A handler that throws, and every other error of the page, goes to the host. */
export function openChannel(receive: (message: HostMessage) => void): Channel {
  const api = acquireVsCodeApi();
  const fail = (error: unknown) => {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    api.postMessage({ type: 'pageError', message, stack: stack ?? '' });
  };
  window.addEventListener('error', (event) => fail(event.error ?? event.message));
  window.addEventListener('unhandledrejection', (event) => fail(event.reason));
  window.addEventListener('message', (event: MessageEvent<HostMessage>) => {
    try {
      receive(event.data);
    } catch (error) {
      fail(error);
    }
  });
  return {
    send: (message) => api.postMessage(message),
    saved: api.getState(),
    save: (state) => api.setState(state),
  };
}
