import { cutText } from '../../shared/text.ts';
import type { StringId } from '../../shared/timeline.ts';
import { fill } from '../words.ts';

/** Every text once. */
export class StringTable {
  readonly rows: string[] = [];
  readonly #ids = new Map<string, StringId>();
  readonly #filled = new Map<string, Map<StringId, StringId>>();

  /** The id of `text`, which is cut to `MAX_TEXT`. */
  id(text: string): StringId {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const kept = cutText(text);
    const id = this.#ids.get(kept) ?? this.rows.push(kept) - 1;
    this.#ids.set(kept, id);
    return id;
  }

  /** The id of `phrase` with `value` in the place of `{0}`. */
  filled(phrase: string, value: StringId): StringId {
    const ids = this.#filled.get(phrase) ?? new Map<StringId, StringId>();
    const known = ids.get(value);
    if (known !== undefined) return known;
    const id = this.id(fill(phrase, this.rows[value] ?? ''));
    this.#filled.set(phrase, ids.set(value, id));
    return id;
  }
}
