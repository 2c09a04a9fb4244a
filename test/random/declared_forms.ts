import { isTypeNode, walk } from '@mmspec/syntax';
import type { Module, Node, TypeNode } from '@mmspec/syntax';

/** Forms that take more than one declaration. */
export const declared = [
  'embedded object',
  'embedded twice',
  'array of embedded objects',
  'live when inside',
  'live when outside',
  'live when on two levels',
  'live when by a path',
  'record in an embedded object',
  'array in an embedded object',
  'option in an embedded object',
  'optional record',
  'optional record in an array',
  'local optional record',
  'family of zero',
  'array over nobody',
  'set of nobody',
  'option of nobody',
] as const;

/** The forms of objects in objects, optional records, and families of zero instances. */
export function declaredForms(module: Module): readonly (typeof declared)[number][] {
  const objects = module.items.filter((item) => item.kind === 'object');
  const records = new Set(module.items.filter((item) => item.kind === 'record').map((item) => item.name.text));
  const zeros = new Set(
    module.items.flatMap((item) => (item.kind === 'const' && item.value.kind === 'number' && item.value.value === 0 ? [item.name.text] : [])),
  );
  const nobodies = new Set(module.items.flatMap((item) => (item.kind === 'actor' && isZero(item.count, zeros) ? [item.name.text] : [])));
  const found = new Set<(typeof declared)[number]>();
  const objectOf = (type: TypeNode): (typeof objects)[number] | undefined =>
    objects.find((each) => type.kind === 'named_type' && each.name.text === type.name.text);
  const isRecord = (type: TypeNode): boolean => type.kind === 'option_type' && type.element.kind === 'named_type' && records.has(type.element.name.text);
  const isNobody = (type: TypeNode): boolean => type.kind === 'named_type' && nobodies.has(type.name.text);
  for (const owner of objects) {
    const condition = owner.members.find((member) => member.kind === 'live')?.condition;
    if (condition !== undefined && readsPath(condition)) found.add('live when by a path');
    for (const member of owner.members) {
      if (member.kind !== 'variable' || member.initial !== null) continue;
      const inner = objectOf(member.type.kind === 'array_type' ? member.type.element : member.type);
      if (inner === undefined) continue;
      found.add('embedded object');
      if (member.type.kind === 'array_type') found.add('array of embedded objects');
      const isInside = inner.members.some((each) => each.kind === 'live');
      if (isInside) found.add('live when inside');
      if (condition !== undefined) found.add('live when outside');
      if (isInside && condition !== undefined) found.add('live when on two levels');
      for (const each of inner.members) {
        if (each.kind !== 'variable') continue;
        if (each.initial === null && objectOf(each.type) !== undefined) found.add('embedded twice');
        if (isRecord(each.type)) found.add('record in an embedded object');
        if (each.type.kind === 'array_type') found.add('array in an embedded object');
        if (each.type.kind === 'option_type') found.add('option in an embedded object');
      }
    }
  }
  walk(module, (node) => {
    if ('type' in node && node.type !== null && isTypeNode(node.type)) {
      const { type } = node;
      if (isRecord(type)) found.add(node.kind === 'local' ? 'local optional record' : 'optional record');
      if (type.kind === 'array_type' && isRecord(type.element)) found.add('optional record in an array');
      if (type.kind === 'array_type' && type.key.kind === 'key_count' && type.key.count.kind === 'name_expression' && nobodies.has(type.key.count.name.text))
        found.add('array over nobody');
      if (type.kind === 'set_type' && isSetOf(type.element, nobodies)) found.add('set of nobody');
      if (type.kind === 'option_type' && isNobody(type.element)) found.add('option of nobody');
    }
  });
  if (nobodies.size > 0) found.add('family of zero');
  return [...found];
}

function isSetOf(element: TypeNode, names: ReadonlySet<string>): boolean {
  const texts: string[] = [];
  walk(element, (node) => {
    if (node.kind === 'name') texts.push(node.text);
  });
  return texts.some((text) => names.has(text));
}

function isZero(count: Node | null, zeros: ReadonlySet<string>): boolean {
  return count !== null && ((count.kind === 'number' && count.value === 0) || (count.kind === 'name_expression' && zeros.has(count.name.text)));
}

function readsPath(condition: Node): boolean {
  let found = false;
  walk(condition, (node) => {
    if (node.kind === 'field' && (node.object.kind === 'name_expression' || node.object.kind === 'index' || node.object.kind === 'field')) found = true;
  });
  return found;
}
