import type { CellStore, Deed, Plain, TraceStep } from '@mmspec/system';

/*
 * What a diagram says beside a statement: what came of a condition, the value that was loaded or chosen, the cells that changed.
 * Of what operations of the library do to their own data, and of ghosts, only what the reader needs later on.
 */

/** Where a remark stands. */
export interface RemarkContext {
  readonly steps: readonly TraceStep[];
  /** Of the step. */
  readonly index: number;
  /** The formula, in which variables that matter are mentioned. */
  readonly formula: string;
  /** Nothing is left out. */
  readonly full: boolean;
}

/** What a step did behind its last statement. */
interface Ending {
  readonly after: readonly Deed[];
  readonly returned: readonly (readonly [frame: string, value: Plain])[];
}

/** `branches`: a statement of a step with conditions, so that what it stores is shown also where its text says the value. */
export type Among = 'alone' | 'branches';

/** The remarks on one statement: `true`, `x = 2`, `refcount 1 -> 2`, `returns false`. */
export function remarksOf(deed: Deed, { after, returned }: Ending, context: RemarkContext, among: Among = 'alone'): string[] {
  const shared = [...sharedStores(deed), ...after.flatMap(sharedStores)];
  return [
    ...outcomeOf(deed),
    ...netChanges(deed.stores)
      .filter((store) => isToldLocal(store, deed))
      .map(localText),
    ...netChanges(shared)
      .filter((store) => isTold(store, deed, context, among))
      .map((store) => changeText(store, context)),
    ...after.flatMap(({ stores }) =>
      stores.filter(({ local, aside }) => local !== null && !aside && (context.full || readsLater(local, context))).map(localText),
    ),
    ...returned.map(([, value]) => `returns ${value}`),
  ];
}

function outcomeOf({ kind, outcome, value, text, stores }: Deed): string[] {
  if (kind === 'condition' && outcome !== undefined) return [String(outcome)];
  if (kind === 'assert' && outcome === false) return ['false'];
  // Its place was none.
  if (kind === 'choose' && value !== undefined && stores.length === 0) return [`chooses ${value}`];
  return kind === 'return' && value !== undefined && text !== `return ${value}` ? [`returns ${value}`] : [];
}

/** A value that went into a local is shown wherever the text does not say it. */
function isToldLocal({ local, to, aside }: CellStore, { text }: Deed): boolean {
  return local !== null && !aside && !text.endsWith(`= ${to}`);
}

const localText = ({ local, to }: CellStore): string => `${local ?? ''} = ${to}`;

/** Stores into shared cells, those inside operations of one step included. */
function sharedStores({ stores, inside }: Deed): CellStore[] {
  return [...inside.flatMap(sharedStores), ...stores.filter(({ local }) => local === null)];
}

/** For each cell what the step made of it, in order. */
function netChanges(stores: readonly CellStore[]): CellStore[] {
  const cells = new Map<string, CellStore>();
  for (const store of stores) cells.set(store.cell, { ...store, from: cells.get(store.cell)?.from ?? store.from });
  return [...cells.values()];
}

function isTold(store: CellStore, deed: Deed, context: RemarkContext, among: Among): boolean {
  if (context.full) return true;
  if (isEvident(store, deed) && (among === 'alone' || store.from === store.to)) return false;
  return store.aside ? store.from !== store.to && matters(store, context) : store.from !== store.to || deed.kind === 'assign';
}

/** The statement itself says the new value: `folio.private = true`, `owner[cpu] = none`, `WRITE_ONCE(x, 1)`. */
function isEvident({ cell, to }: CellStore, { kind, text }: Deed): boolean {
  if (kind === 'assign' && /^\w+\(/u.test(text) && text.endsWith(`, ${to})`)) return true;
  const value = ` = ${to}`;
  if (!text.endsWith(value)) return false;
  const [target, name] = [text.slice(0, -value.length), lastPart(cell)];
  return placesOf(target, name)
    .map((at) => target.slice(at + name.length))
    .some((index) => index === '' || (index.startsWith('[') && index.endsWith(']')));
}

function changeText({ cell, from, to }: CellStore, { steps }: RemarkContext): string {
  const name = shortName(cell, steps);
  return from === null || from === to ? `${name} = ${to}` : `${name} ${from} -> ${to}`;
}

/** The last parts of a cell's name that no other cell of the diagram ends in: `refcount` for `folio.refcount`. */
function shortName(name: string, steps: readonly TraceStep[]): string {
  const others = Object.keys(steps[0]?.state ?? {}).filter((other) => other !== name);
  const parts = name.split('.');
  for (let from = parts.length - 1; from > 0; from--) {
    const candidate = parts.slice(from).join('.');
    if (!others.some((other) => other.endsWith(`.${candidate}`) || other === candidate)) return candidate;
  }
  return name;
}

/** A local matters if its own actor names it in a later step of the diagram. */
function readsLater(name: string, { steps, index }: RemarkContext): boolean {
  return steps.slice(index + 1).some((step) => step.actor === steps[index]?.actor && hasWord(step.text, name));
}

/** The property names it, or a statement of the spec itself: what happens inside a lock is what the name of the operation says already. */
function matters({ cell }: CellStore, { steps, formula }: RemarkContext): boolean {
  const name = lastPart(cell);
  return hasWord(formula, name) || steps.some(({ text, did }) => hasWord(text, name) && !did.frames.some(({ library }) => library));
}

const lastPart = (name: string): string => name.replace(/(\[[^\]]*\]+)+$/u, '').replace(/^.*\./u, '');
const hasWord = (text: string, name: string): boolean => placesOf(text, name).length > 0;

/** Where a name stands in a text as a whole word. No pattern is made of it: a name may be longer than a pattern can be. */
function placesOf(text: string, name: string): number[] {
  const places: number[] = [];
  for (let at = name === '' ? -1 : text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isLetter(text.charAt(at - 1)) && !isLetter(text.charAt(at + name.length))) places.push(at);
  }
  return places;
}

const isLetter = (character: string): boolean => /^\w/u.test(character);
