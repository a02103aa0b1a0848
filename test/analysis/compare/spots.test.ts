import { deepStrictEqual } from 'node:assert';
import { LineShift, pairSpots, type Spot, uniquePairs } from '../../../src/analysis/compare/spots.ts';

/** `name:line`, with `:column` and `kind/` where they matter. */
function spotOf(text: string): Spot {
  const [, kind = '0', name, line, column = '1'] = /^(?:(\d)\/)?(\w*):(\d+)(?::(\d+))?$/.exec(text)!;
  return { kind: Number(kind), file: 'main.ts', name: name!, line: Number(line), column: Number(column) };
}

/** Every pair as `before → after`, by their order in the list. */
function paired(before: string, after: string): string[] {
  const [a, b] = [before.split(' ').map(spotOf), after.split(' ').map(spotOf)];
  const shift = new LineShift(a, b, uniquePairs(a, b));
  const [textsA, textsB] = [before.split(' '), after.split(' ')];
  return pairSpots(a, b, shift)
    .map((pair) => `${textsA[pair.a] ?? '–'} → ${textsB[pair.b] ?? '–'}`)
    .sort();
}

describe('places of two runs', () => {
  it('are the same by name, wherever they stand', () => {
    deepStrictEqual(paired('load:3 save:9', 'save:2 load:40'), ['load:3 → load:40', 'save:9 → save:2']);
  });

  it('of one name are the same by their order when they are as many', () => {
    deepStrictEqual(paired('f:3 f:5 f:5:9', 'f:50 f:50:4 f:51'), [
      'f:3 → f:50',
      'f:5 → f:50:4',
      'f:5:9 → f:51',
    ]);
  });

  it('of one name are the same by their lines when some were added or taken away', () => {
    deepStrictEqual(paired('f:3 f:9', 'f:3 f:6 f:9'), ['f:3 → f:3', 'f:9 → f:9', '– → f:6']);
    deepStrictEqual(paired('f:3 f:6 f:9', 'f:6'), ['f:3 → –', 'f:6 → f:6', 'f:9 → –']);
  });

  it('have moved with what stands above them', () => {
    deepStrictEqual(paired('g:1 f:3 f:9', 'g:101 f:103 f:106 f:109'), [
      'f:3 → f:103',
      'f:9 → f:109',
      'g:1 → g:101',
      '– → f:106',
    ]);
  });

  it('are new and gone when they are too far apart', () => {
    deepStrictEqual(paired('f:3', 'f:30 f:90'), ['f:3 → –', '– → f:30', '– → f:90']);
  });

  it('are renamed when they stand where the other one did', () => {
    deepStrictEqual(paired('g:1 old:5', 'g:3 new:7'), ['g:1 → g:3', 'old:5 → new:7']);
    deepStrictEqual(paired('g:1 old:5', 'g:3 new:30'), ['g:1 → g:3', 'old:5 → –', '– → new:30']);
  });

  it('are not the same when they are of different kinds', () => {
    deepStrictEqual(paired('0/f:3', '1/f:3'), ['0/f:3 → –', '– → 1/f:3']);
  });
});
