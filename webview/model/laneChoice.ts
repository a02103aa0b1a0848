import type { CallGroup } from './callGroup.ts';
import type { LaneOf } from './tree.ts';

/** Which lanes are shown, and in which order. */
export interface LaneChoice {
  /** Whether a lane is shown, given that its parent is. */
  shows(of: LaneOf, key: string): boolean;
  /** Whether a lane is open; `wish`: what the person did with it, or else the rule. */
  opens(of: LaneOf, key: string, wish: boolean): boolean;
  /** The groups of a thread in the order in which they are shown. */
  inOrder(groups: readonly CallGroup[]): readonly CallGroup[];
  /** Numbers of a group's rows in the order in which they are shown. */
  rowsInOrder(group: CallGroup): Iterable<number>;
}

/** Everything, in the order in which it began. */
export const everyLane: LaneChoice = {
  shows: () => true,
  opens: (_of, _key, wish) => wish,
  inOrder: (groups) => groups,
  rowsInOrder: ({ rows }) => rows.keys(),
};

/** Some lanes and what they lie in, whatever is folded. */
export function onlyKeys(keys: Iterable<string>): LaneChoice {
  const wanted = new Set(keys);
  const around = new Set<string>();
  for (const key of wanted) {
    // Keys have slashes inside names as well: that makes more of them, and none that is wrong.
    for (let at = key.lastIndexOf('/'); at > 0; at = key.lastIndexOf('/', at - 1))
      around.add(key.slice(0, at));
  }
  // Operations that are folded show the bars of all that is in them.
  const whole = [...wanted].filter((key) => key.endsWith('/ops')).map((key) => `${key}/`);
  return {
    ...everyLane,
    shows: (_of, key) => wanted.has(key) || around.has(key) || whole.some((start) => key.startsWith(start)),
    opens: (_of, key) => around.has(key),
  };
}
