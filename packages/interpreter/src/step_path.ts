import type { ActorIdentity } from '@mmspec/semantics';
import type { ActorDeclaration, Block, IfStatement, StepPath } from '@mmspec/syntax';
import { Fault } from './choices.ts';
import type { Context } from './context.ts';
import { asBlock } from './control.ts';
import { evaluate } from './evaluate.ts';
import { isStatic } from './reads.ts';
import type { Scene } from './scene.ts';
import { staticTruth } from './known_truth.ts';
import type { Value } from './value.ts';

/*
 * What `gup.deref`, `vcpu[0].get` and `{a..b}` mean.
 */

/** True if the parts occur in the path, in their order. */
export function isSubsequence(parts: readonly string[], path: readonly string[]): boolean {
  let found = 0;
  for (const part of path) if (part === parts[found]) found++;
  return found === parts.length;
}

/** A reference without the actor or the variable for one that it begins with, if any; `bare`: the name of an actor alone is the actor. */
export function actorNamed(
  scene: Scene,
  path: StepPath,
  context: Context,
  bare: boolean,
): { readonly actors: readonly ActorIdentity[] | null; readonly parts: readonly string[] } {
  const parts = path.parts.map((part) => part.text);
  const bound = [...context.bound].findLast(([node, value]) => node.kind !== 'choose' && node.name.text === parts[0] && isActor(value));
  if (bound !== undefined && isActor(bound[1])) return { actors: [bound[1].actor], parts: parts.slice(1) };
  const declaration = scene.model.actors.find((actor) => actor.name.text === parts[0]);
  if (declaration === undefined || (parts.length === 1 && path.index === null && !bare)) return { actors: null, parts };
  const all = scene.world.actorsOf(declaration);
  if (path.index === null) return { actors: all, parts: parts.slice(1) };
  const index = evaluate(path.index, context);
  const actor = all.find((candidate) => candidate.index === index);
  if (actor === undefined) throw new Fault('range of index');
  return { actors: [actor], parts: parts.slice(1) };
}

function isActor(value: Value): value is Extract<Value, { kind: 'actor' }> {
  return value !== null && typeof value === 'object' && value.kind === 'actor';
}

/** From the first label that `low` means to the last that `high` means; null where either is absent in this setting. */
export function textRange(
  scene: Scene,
  actor: ActorDeclaration,
  low: readonly string[],
  high: readonly string[],
): { readonly first: number; readonly last: number } | null {
  const labels = labelsOf(scene, actor.body, []);
  const starts = (parts: readonly string[]): number[] =>
    labels.filter(({ path }) => path.at(-1) === parts.at(-1) && isSubsequence(parts, path)).map(({ start }) => start);
  const lows = starts(low);
  const highs = high.join() === 'done' && starts(high).length === 0 ? [Number.POSITIVE_INFINITY] : starts(high);
  if (lows.length === 0 || highs.length === 0) return null;
  return { first: Math.min(...lows), last: Math.max(...highs) };
}

interface PlacedLabel {
  /** Names of the labels around it and its own, from the outside in. */
  readonly path: readonly string[];
  readonly start: number;
}

/** All labels of a text, without the branches that the setting leaves out. */
function labelsOf(scene: Scene, block: Block, outer: readonly string[]): PlacedLabel[] {
  const found: PlacedLabel[] = [];
  let path = outer;
  for (const statement of block.statements) {
    if (statement.kind === 'label') {
      path = [...outer, statement.name.text];
      found.push({ path, start: statement.span.start });
    } else {
      const inside =
        statement.kind === 'if' ? branchesOf(scene, statement) : 'body' in statement ? [statement.body] : statement.kind === 'either' ? statement.branches : [];
      for (const inner of inside) found.push(...labelsOf(scene, inner, path));
    }
  }
  return found;
}

function branchesOf(scene: Scene, statement: IfStatement): Block[] {
  const alternative = statement.alternative === null ? [] : [asBlock(statement.alternative)];
  if (!isStatic(scene, statement.condition)) return [statement.consequent, ...alternative];
  return staticTruth(scene, statement.condition) ? [statement.consequent] : alternative;
}
