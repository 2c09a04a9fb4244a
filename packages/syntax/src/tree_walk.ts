import type { Node } from './tree.ts';

type Kind = Node['kind'];
type NodeOf<K extends Kind> = Extract<Node, { readonly kind: K }>;

/** The fields of a node in which there are nodes: one, many, or none at times. */
type Below<N> = { [F in keyof N]-?: NonNullable<N[F]> extends Node | readonly Node[] ? F : never }[keyof N];

/** Where the nodes below each kind are, in the order in which a walk comes to them. The compiler knows when one is missing. */
const fields: { readonly [K in Kind]: Readonly<Record<Below<NodeOf<K>>, true>> } = {
  name: {},
  anchor: {},
  module: { name: true, imports: true, items: true },
  import: { path: true },
  const: { name: true, type: true, value: true },
  variant: { name: true, type: true, value: true },
  define: { name: true, parameters: true, body: true },
  enum: { name: true, members: true },
  record: { name: true, fields: true },
  record_field: { name: true, type: true },
  object: { name: true, members: true },
  live: { condition: true },
  variable: { weight: true, name: true, type: true, initial: true, beginning: true, anchor: true },
  list_beginning: { elements: true },
  keyed_beginning: { key: true, value: true },
  key_binder: { name: true },
  choice_beginning: { domain: true, condition: true },
  operation: { name: true, parameters: true, result: true, anchor: true, body: true },
  parameter: { name: true, type: true },
  actor: { name: true, count: true, cpu: true, context: true, guard: true, anchor: true, operations: true, body: true },
  action: { name: true, parameters: true, guard: true, body: true },
  invariant: { name: true, body: true },
  temporal: { name: true, body: true, fairness: true },
  possible: { name: true, body: true },
  reachable: { name: true, body: true, when: true },
  check: { name: true, of: true, matrix: true, where: true, settings: true, expectation: true },
  matrix_axis: { name: true, domain: true },
  value_setting: { name: true, value: true },
  memory_setting: { model: true },
  window_setting: {},
  ignore_setting: { names: true },
  bound_setting: { condition: true },
  expectation: { clauses: true },
  expectation_clause: { items: true, when: true },
  expectation_item: { property: true, within: true, fairness: true, when: true },
  scenario: { name: true, steps: true, end: true, settings: true },
  scenario_step: { path: true, waits: true },
  scenario_wait: { place: true },
  scenario_end: { property: true },
  argument: { label: true, value: true },
  array_type: { element: true, key: true },
  assert: { condition: true },
  assign: { target: true, value: true },
  at: { actor: true, places: true },
  atomic: { when: true, body: true },
  await: { condition: true },
  binary: { left: true, right: true },
  binder: { name: true, domain: true },
  block: { statements: true },
  bool_type: {},
  boolean: {},
  break: {},
  call: { callee: true, arguments: true },
  call_statement: { call: true },
  choose: { target: true, domain: true, condition: true },
  comprehension: { binder: true, condition: true },
  conditional: { condition: true, consequent: true, alternative: true },
  continue: {},
  count: { binder: true, body: true },
  either: { branches: true },
  enabled: { path: true },
  error_expression: {},
  error_statement: {},
  error_type: {},
  fairness: { items: true },
  fairness_item: { path: true, except: true },
  field: { object: true, name: true },
  for: { binder: true, condition: true, body: true },
  forever: {},
  goto: { label: true },
  holders: { target: true },
  holds: { actor: true, target: true },
  if: { condition: true, consequent: true, alternative: true },
  index: { array: true, index: true },
  key_count: { count: true },
  key_type: { type: true },
  label: { name: true, anchor: true },
  local: { weight: true, name: true, type: true, initial: true },
  mover: {},
  name_expression: { name: true },
  named_type: { name: true },
  new_refs: { on: true, by: true },
  none: {},
  number: {},
  option_type: { element: true },
  place_range: { low: true, high: true },
  prime: { operand: true },
  property_path: { parts: true, of: true },
  quantifier: { binder: true, condition: true, body: true },
  quiescent: {},
  range: { low: true, high: true },
  range_type: { low: true, high: true },
  ref_type: { limit: true },
  refs: { target: true, by: true },
  repeat: { count: true, body: true },
  return: { value: true },
  self: {},
  seq_type: { element: true, capacity: true },
  set: { elements: true },
  set_type: { element: true },
  size: { operand: true },
  skip: {},
  step_is: { path: true },
  step_path: { parts: true, index: true },
  sum: { binder: true, condition: true, body: true },
  tags_type: { tags: true },
  temporal_expression: { left: true, right: true },
  unary: { operand: true },
  while: { condition: true, body: true },
};

const fieldsOf: Readonly<Record<string, readonly string[]>> = Object.fromEntries(Object.entries(fields).map(([kind, below]) => [kind, Object.keys(below)]));

/** One bit of 32 for each kind: what has none of the bits of a kind has none of it. Some share one. */
export const kindBits: Readonly<Record<Kind, number>> = Object.fromEntries(Object.keys(fields).map((kind, index) => [kind, 1 << (index % 32)])) as Record<
  Kind,
  number
>;

type Fields = Readonly<Record<string, Node | readonly Node[] | null | undefined>>;

/** The nodes right under a node, in the order of its fields, which is that of the text. */
export function children(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (const field of fieldsOf[node.kind]!) {
    const below = (node as unknown as Fields)[field];
    if (isList(below)) for (const each of below) found.push(each);
    else if (below !== null && below !== undefined) found.push(below);
  }
  return found;
}

/** Calls `visit` on a node and everything under it, outside in; a visit that returns `false` spares what is below. */
export function walk(node: Node, visit: (node: Node) => boolean | void): void {
  const pending = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (visit(next) === false) continue;
    const below = fieldsOf[next.kind]!;
    for (let index = below.length - 1; index >= 0; index--) push(pending, (next as unknown as Fields)[below[index] as string]);
  }
}

/** Puts nodes on a stack, the first on top. */
function push(pending: Node[], below: Fields[string]): void {
  if (!isList(below)) {
    if (below !== null && below !== undefined) pending.push(below);
    return;
  }
  for (let index = below.length - 1; index >= 0; index--) pending.push(below[index] as Node);
}

const isList = (below: Fields[string]): below is readonly Node[] => Array.isArray(below);
