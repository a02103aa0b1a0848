import type { Panel } from '../panel.ts';

/** Opens the view `why` on the selected bar, puts the focus into it and says the answer. */
export function askWhy(panel: Panel): void {
  const { state, whyView } = panel;
  state.pane.open = 'why';
  state.why.ask(state.selection);
  panel.drawNow();
  whyView.focus();
  panel.announcer.say(whyView.spoken);
}
