import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { findingKinds, findingsOf, sentenceText } from '../../../src/analysis/index.ts';
import { TimelineStore } from '../../../src/analysis/timeline/store.ts';
import { collectTexts } from '../../../src/dev/l10n.ts';
import { kindsIn } from './found.ts';
import { handMade } from './handMade.ts';

describe('findings: what never ended, and what nobody waited for', () => {
  it('a promise that was never settled, where it is awaited', () => {
    const tables = handMade('main ||\n  answer |R11111|*');
    const [finding] = findingsOf(tables);
    strictEqual(
      sentenceText(finding!.sentence),
      'answer waits for a promise that was never settled (main.ts:100): what follows never ran.',
    );
    strictEqual(finding!.sizeNs, 6e6);
  });

  it('only who waits for it, not who waits for that', () => {
    const picture = 'main ||\n  outer |R11111|*\n  inner |R22222|*';
    deepStrictEqual(kindsIn(handMade(picture, ['spawn outer@0 → inner@0'])), ['neverSettled 200']);
  });

  it('not when the program was ended, by itself or by others', () => {
    const ended = handMade('main ||\n  answer |R11111|*');
    ended.threads[0] = { ...ended.threads[0]!, outcome: { kind: 'terminated' } };
    deepStrictEqual(kindsIn(ended), []);
    const exited = handMade('main ||\n  answer |R11111|*\n  exits |     R|*');
    exited.threads[0] = { ...exited.threads[0]!, endNs: 6e6 };
    deepStrictEqual(kindsIn(exited), []);
  });

  it('not a generator that nobody asks any more', () => {
    const tables = handMade('main ||\n  source |R11111|*', [], { source: 'consumer' });
    deepStrictEqual(kindsIn(tables), []);
  });

  it('tasks that wait for each other are a deadlock, and nothing else', () => {
    const picture = 'main ||\n  first |R11111|*\n  second | R2222|*';
    const reasons = { first: 'promise of second', second: 'promise of first' };
    const [finding, ...others] = findingsOf(handMade(picture, [], reasons));
    deepStrictEqual(others, []);
    strictEqual(
      sentenceText(finding!.sentence),
      'first and second wait for each other (main.ts:100): neither can ever go on.',
    );
  });

  it('a call that outlives its caller by 1 ms', () => {
    const picture = (ms: number) => `main ||\n  save |R|\n  log |R${'_'.repeat(ms)}|`;
    deepStrictEqual(kindsIn(handMade(picture(1), ['spawn save@0 → log@0'])), ['floatingTask 3']);
    deepStrictEqual(kindsIn(handMade(picture(0), ['spawn save@0 → log@0'])), []);
  });

  it('not a call that somebody waited for, or that may have lost a race', () => {
    const picture = 'main ||\n  save |R|\n  log |R____|\n  reader |R____R|';
    const links = ['spawn save@0 → log@0', 'resolve log@5 → reader@5'];
    deepStrictEqual(kindsIn(handMade(picture, links)), []);
    const race = 'main ||\n  save |R11R|\n  log |R____|';
    deepStrictEqual(kindsIn(handMade(race, ['spawn save@0 → log@0'])), []);
    deepStrictEqual(kindsIn(handMade(race, ['spawn save@0 → log@0'], { save: 'promise of other' })), [
      'floatingTask 3',
    ]);
  });

  it('no call that outlives its caller in the mode light, in which nobody knows who waited', () => {
    const tables = handMade('main ||\n  save |R|\n  log |R____|', ['spawn save@0 → log@0']);
    tables.facts = { ...tables.facts, mode: 'light' };
    deepStrictEqual(kindsIn(tables), []);
  });

  it('nothing in a recording of nothing', () => {
    deepStrictEqual(findingsOf(new TimelineStore()), []);
  });

  it('every sentence can be translated, and its advice too', () => {
    const texts = new Set(collectTexts());
    const tables = handMade('main ||\n  answer |R11111|*\n  save |R|\n  log |R____|', [
      'spawn save@0 → log@0',
    ]);
    const found = findingsOf(tables);
    deepStrictEqual(
      found.map(({ kind }) => kind),
      ['neverSettled', 'floatingTask'],
      'the largest first',
    );
    for (const { kind, sentence, advice } of found) {
      ok(findingKinds.includes(kind));
      ok(texts.has(sentence.phrase) && texts.has(advice.phrase), sentence.phrase);
    }
  });
});
