import { strictEqual } from 'node:assert';
import { redraw, trimPicture } from './pictures.ts';

/** What goes in as a picture must come out as the same picture. */
const pictures: Readonly<Record<string, string>> = {
  'one task after the other': `
    main   |RRRR  RRRRR|
      a    |RRRR       |
      b    |      RRRRR|`,
  'a wait ends when its promise is settled, and the task is ready until it runs': `
    main   |RRR   RR RR|
      a    |RR____rrrRR|
      b    |  R_rrRR   |`,
  'callees run inside their caller': `
    main   |RRRRRRRR   |
      f    |RRRRRRRR   |
      g    |  RRRR     |
      h    |   R       |`,
  'tasks take turns on one thread': `
    main   |RRRRRRRRR  |
      a    |RRrrRRrrR  |
      b    |  RRrrRR   |`,
  'a timer waits until it is due, and is ready until the thread is free': `
    main         |RRRRRRRRR |
      f          |RRRRRRR   |
      timer 4 ms | ____rrRR |`,
  'a timer that is not late is never ready': `
    main         |R    RR  |
      f          |R        |
      timer 5 ms |_____RR  |`,
  'an interval waits again after each run': `
    main            |   R   RRRRR  |
      interval 3 ms |___R___R___R  |
      f             |        RRR   |`,
  'an interval that its thread keeps busy is ready': `
    main            |  R RRRRR   |
      interval 2 ms |__R__rrrR   |
      f             |    RRRR    |`,
  'an immediate is ready at once': `
    main      |RRRRR    |
      f       |RRRR     |
      immediate | rrrR    |`,
  'a file operation waits until its callback runs': `
    main             |RR    R |
      f              |RR      |
      file operation | _____R |`,
  'a blocked thread does not run, nor does the task on top': `
    main   |RRBBBRR R |
      f    |RRBBBRR   |
      g    |        R |`,
  'what nobody ends goes on to the end of its thread': `
    main   |RR  R    |
      f    |RR_______|
      g    |    R__rr|`,
  'threads run at the same time': `
    main   |RR   RR |
      f    |RR___RR |
    other  | RRRRR  |
      g    | RRRRR  |`,
};

describe('pictures of timelines', () => {
  for (const [name, picture] of Object.entries(pictures)) {
    it(name, () => strictEqual(normal(redraw(picture)), normal(trimPicture(picture))));
  }
});

/** The widths of the names do not matter. */
function normal(picture: string): string {
  return `\n${picture.replaceAll(/ *\|(.*)\|$/gm, ' |$1|')}`;
}
