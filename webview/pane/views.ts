import type { PanelCommands } from '../input/panelCommands.ts';
import type { Selection } from '../model/selection.ts';
import type { Narrator } from '../narrator.ts';
import type { Panel } from '../panel.ts';
import type { Replayer } from '../replayer.ts';
import { MomentView } from './moment.ts';
import { SpansView } from './spansView.ts';
import { TotalsView } from './totals.ts';
import type { PaneView } from './view.ts';

interface Parts {
  readonly panel: Panel;
  readonly commands: PanelCommands;
  readonly narrator: Narrator;
  /** What the time cursor shows; null: there is none. */
  readonly moment: () => Replayer['shown'];
}

/** The views of the pane, in the order of their tabs. */
export function paneViews({ panel, commands, narrator, moment }: Parts): readonly PaneView[] {
  const { reveal } = commands.whyEvents();
  const ways = {
    reveal: (site: Parameters<typeof reveal>[0]) => reveal(site, true),
    goTo: (selection: Selection) => commands.goTo(selection),
    changed: () => panel.invalidate(),
  };
  return [
    panel.whyView,
    new TotalsView(panel.state.totals, { verdict: () => narrator.verdict, ...ways }),
    new MomentView(commands.replay, moment),
    new SpansView(ways),
  ];
}
