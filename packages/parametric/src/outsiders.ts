import { signatureOf } from './decisions.ts';
import type { Consulted, Kinds } from './decisions.ts';
import { Chains } from './vectors.ts';
import { outsideOf } from './views.ts';
import type { Corner, Views } from './views.ts';

/*
 * Who may be outside of parts, and what difference they make to what was asked there.
 */

/** Those outside of a part; who they are is found where somebody asks. */
export interface Outside {
  /** The same for the same kinds of them in the same shared state. */
  readonly id: number;
  readonly who: Kinds;
}

export class Outsiders {
  readonly #views: Views;
  readonly #size: 1 | 2;
  readonly #isPlain: boolean;
  readonly #chains = new Chains();
  readonly #known = new Map<number, Outside>();
  readonly #asked = new Map<string, number>();
  readonly #consulted: Consulted[] = [new Map()];
  /** The number of no question at all. */
  readonly #nothing = 0;
  /** By those outside, and what was asked. */
  readonly #differences = new Map<number, number>();
  readonly #texts = new Map<string, number>();

  constructor(views: Views, size: 1 | 2, isPlain: boolean) {
    this.#views = views;
    this.#size = size;
    this.#isPlain = isPlain;
  }

  /**
   * Those outside of a part, of so many kinds of instances that a corner has. Where views are of one they follow from the flags and names of
   * the part; `known` has those of this corner and so many kinds. Whoever asks who they are does it while `places` are those of the part.
   */
  of(corner: Corner, places: readonly number[], kinds: number, known: Map<number, Outside>): Outside {
    let key = 0;
    if (this.#size === 1) for (const place of places) if (place >= 0) key = this.#chains.of(key, corner.kinds[corner.kindOf[place]!]!.tags);
    const before = this.#size === 1 ? known.get(key) : undefined;
    if (before !== undefined) return before;
    const outside = new Lazy(() => this.#find(corner, places, kinds));
    if (this.#size === 1) known.set(key, outside);
    return outside;
  }

  #find(corner: Corner, places: readonly number[], count: number): Outside {
    const able = outsideOf(corner, this.#views, this.#size, places, count);
    let id = this.#chains.of(0, corner.id);
    for (const kind of able) id = this.#chains.of(id, kind);
    const held = this.#views.heldOutside(corner, places);
    for (const tag of held) id = this.#chains.of(id, -1 - tag);
    const before = this.#known.get(id);
    if (before !== undefined) return before;
    const kinds = able.map((kind) => ({ features: corner.kinds[kind]!.features, holds: this.#views.tagsOf(corner.kinds[kind]!) }));
    const outside: Outside = { id, who: { kinds, held } };
    this.#known.set(id, outside);
    return outside;
  }

  /** All that was asked in a part as a number. */
  asked(consulted: Consulted): number {
    if (consulted.size === 0) return this.#nothing;
    const text = [...consulted.keys()].join(';');
    const known = this.#asked.get(text);
    if (known !== undefined) return known;
    this.#asked.set(text, this.#consulted.length);
    return this.#consulted.push(consulted) - 1;
  }

  /** The same for those outside who make the same difference to what was asked. */
  difference(outside: Outside, asked: number): number {
    if (this.#isPlain) return outside.id;
    const consulted = this.#consulted[asked]!;
    if (consulted.size === 0) return 0;
    const key = this.#chains.of(this.#chains.of(0, outside.id), asked);
    const known = this.#differences.get(key);
    if (known !== undefined) return known;
    const texts = [...new Set(outside.who.kinds.map((kind) => signatureOf(consulted, kind)))].toSorted().join(';');
    const made = this.#texts.get(texts) ?? this.#texts.size;
    this.#texts.set(texts, made);
    this.#differences.set(key, made);
    return made;
  }
}

/** Found where it is asked for first. */
class Lazy implements Outside {
  readonly #find: () => Outside;
  #found: Outside | null = null;

  constructor(find: () => Outside) {
    this.#find = find;
  }

  get id(): number {
    return (this.#found ??= this.#find()).id;
  }

  get who(): Kinds {
    return (this.#found ??= this.#find()).who;
  }
}
