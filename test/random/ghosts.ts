import { isPath, parse } from '@mmspec/syntax';
import type { Expression, Node } from '@mmspec/syntax';
import type { Span } from '@mmspec/source';
import type { TransitionSystem } from '@mmspec/system';
import { initialOf, successorsOf } from './agreement.ts';

/*
 * Ghosts may not change the real system: without them the same graph remains.
 */

/** The text with blanks in place of everything ghostly and of all properties, so that all offsets stay. */
export function withoutGhosts(text: string): string {
  const { module } = parse({ path: 'spec.mmspec', text }, 0);
  const ghosts = new Set<string>();
  const spans: Span[] = [];
  walk(module, (node) => {
    if ((node.kind === 'variable' || node.kind === 'local') && node.storage === 'ghost') {
      ghosts.add(node.name.text);
      spans.push(node.span);
    }
    if (['invariant', 'reachable'].includes(node.kind)) spans.push(node.span);
    if (node.kind === 'check') for (const part of [...node.of, ...(node.expectation === null ? [] : [node.expectation])]) spans.push(part.span);
  });
  walk(module, (node) => {
    if (node.kind === 'assign' && ghosts.has(ownerOf(node.target))) spans.push(node.span);
  });
  let blanked = text;
  for (const { start, end } of spans) blanked = blanked.slice(0, start) + text.slice(start, end).replaceAll(/[^\n]/g, ' ') + blanked.slice(end);
  // `check N of A, B` without its names.
  return blanked.replaceAll(/^(check \S+) of( +\{)/gm, '$1   $2');
}

/** The ghost variable or field that a target names. */
function ownerOf(target: Expression): string {
  if (!isPath(target)) return '';
  switch (target.kind) {
    case 'index':
      return ownerOf(target.array);
    case 'field':
      return target.name.text;
    case 'name_expression':
      return target.name.text;
  }
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const part of value) walk(part, visit);
  else if (typeof value === 'object' && value !== null && 'kind' in value) {
    visit(value as Node);
    for (const [key, part] of Object.entries(value)) if (key !== 'span') walk(part, visit);
  }
}

/** The graph of a system over the rows that `keep` accepts: states, and steps with their labels; null where it is too large. */
export function projectedGraph(
  system: TransitionSystem,
  keep: (row: string) => boolean,
  statesMax: number,
): { readonly states: ReadonlySet<string>; readonly steps: ReadonlySet<string> } | null {
  const project = (state: Int32Array): string =>
    system
      .describe(state)
      .filter((row) => keep(row.name))
      .map((row) => `${row.name}=${row.value}`)
      .sort()
      .join(' ');
  const states = new Set<string>();
  const steps = new Set<string>();
  const seen = new Set<string>();
  const queue: Int32Array[] = [];
  const visit = (state: Int32Array): void => {
    const key = state.join(' ');
    if (seen.has(key)) return;
    seen.add(key);
    states.add(project(state));
    queue.push(state);
  };
  for (const outcome of initialOf(system)) if (outcome.next !== null) visit(outcome.next);
  for (const state of queue) {
    if (queue.length > statesMax) return null;
    for (const outcome of successorsOf(system, state)) {
      const action = system.actions[outcome.action];
      const who = `${action?.actor} ${action?.environment} ${action?.path.join('.')}`;
      steps.add(`${project(state)} --${who}--> ${outcome.next === null ? `fault ${system.properties[outcome.fault]?.name}` : project(outcome.next)}`);
      if (outcome.next !== null) visit(outcome.next);
    }
  }
  return { states, steps };
}
