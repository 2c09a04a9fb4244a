import { fieldOf, variableType } from '@mmspec/semantics';
import type { ConcreteType, FlowLocal, World } from '@mmspec/semantics';
import type { Lowering } from './context.ts';
import { cpuRows } from './cpus.ts';
import type { Row } from '../ir/ir.ts';
import type { KindLayout } from './layout.ts';
import { formatOf, holdsObjects, sizeOf, textsOf } from './scalars.ts';
import { placeOfLocal, readPlace } from './places.ts';
import { textContext } from './text_context.ts';
import { rewriteExpr } from '../ir/rewrite.ts';
import { asNumber, number, zero } from '../ir/fold.ts';

/*
 * The rows of `describe`: module variables in order with the objects where they live, then actors with their locals.
 */

type When = Row['when'];
interface Presence {
  readonly when: When;
  readonly unset: Row['unset'];
}
const always: Presence = { when: [], unset: null };

export function rowsOf(lowering: Lowering): readonly Row[] {
  const { world, layout } = lowering;
  const rows: Row[] = [];
  for (const { declaration, type, name } of world.variables) {
    const base = layout.variables.get(declaration);
    if (base === undefined) rows.push(...objectRows(lowering, name, type, world.firstObjectOf(declaration)).rows);
    else rows.push(...valueRows(world, name, type, base, always));
  }
  for (const kind of layout.kinds.values()) for (let at = 0; at < kind.count; at++) rows.push(...actorRows(lowering, kind, at));
  return [...rows, ...cpuRows(lowering)];
}

/** The rows of the objects that live in a place; `id` is the first of them. */
function objectRows(lowering: Lowering, name: string, type: ConcreteType, id: number): { readonly rows: readonly Row[]; readonly used: number } {
  const { world, layout } = lowering;
  if (type.kind === 'array') {
    const rows: Row[] = [];
    let used = 0;
    for (const key of textsOf(world, type.key)) {
      const inner = objectRows(lowering, `${name}[${key}]`, type.element, id + used);
      rows.push(...inner.rows);
      used += inner.used;
    }
    return { rows, used };
  }
  if (type.kind !== 'place') return { rows: [], used: 0 };
  const objects = layout.objects.get(type.declaration);
  if (objects === undefined) return { rows: [], used: 1 };
  const rows: Row[] = [];
  for (const [fieldName, offset] of objects.fields) {
    const field = fieldOf(type.declaration, fieldName);
    if (field === undefined) continue;
    const fieldType = variableType(world, field);
    if (holdsObjects(fieldType)) {
      const { base, perOwner } = world.embedded(type.declaration, field);
      rows.push(...objectRows(lowering, `${name}.${fieldName}`, fieldType, base + id * perOwner).rows);
    } else rows.push(...valueRows(world, `${name}.${fieldName}`, fieldType, objects.base + id * objects.size + offset, always));
  }
  return { rows, used: 1 };
}

/** The rows of a value that stands in cells: arrays and records are flattened. */
function valueRows(world: World, name: string, type: ConcreteType, cell: number, presence: Presence): readonly Row[] {
  if (type.kind === 'array') {
    const size = sizeOf(world, type.element);
    return textsOf(world, type.key).flatMap((key, at) => valueRows(world, `${name}[${key}]`, type.element, cell + at * size, presence));
  }
  if (type.kind === 'record') {
    let at = cell;
    return type.fields.flatMap((field) => {
      const rows = valueRows(world, `${name}.${field.name}`, field.type, at, presence);
      at += sizeOf(world, field.type);
      return rows;
    });
  }
  if (type.kind === 'option' && type.element.kind === 'record') {
    const none: Row = {
      name,
      cell: null,
      constant: 0,
      format: { kind: 'texts', min: 0, texts: ['none'] },
      ...presence,
      when: [...presence.when, { cell, values: [0] }],
    };
    return [none, ...valueRows(world, name, type.element, cell + 1, { ...presence, when: [...presence.when, { cell, values: [1] }] })];
  }
  if (type.kind === 'place') return [];
  return [{ name, cell, constant: 0, format: formatOf(world, type), ...presence }];
}

function actorRows(lowering: Lowering, kind: KindLayout, instance: number): readonly Row[] {
  const { flow } = kind;
  const name = lowering.world.actors[kind.first + instance]?.name ?? '';
  const locationCell = kind.base + instance * kind.size;
  const texts = [...flow.locations.map((location) => `${location.path.join('.')}@${location.chain.join('/')}`), 'done'];
  const rows: Row[] = [{ name, cell: locationCell, constant: 0, format: { kind: 'texts', min: 0, texts }, ...always }];
  for (const local of flow.stored)
    rows.push(...localRows(lowering, kind, instance, local, [name, ...local.frame.operations, local.name].join('.'), locationCell));
  return rows;
}

function localRows(lowering: Lowering, kind: KindLayout, instance: number, local: FlowLocal, name: string, locationCell: number): readonly Row[] {
  const { world } = lowering;
  const cells = kind.locals.get(local);
  const values = kind.flow.locations.filter((location) => location.scope.includes(local)).map((location) => location.id);
  const when: When = local.role === 'top' ? [] : [{ cell: locationCell, values }];
  if (cells !== undefined) {
    const cell = kind.base + instance * kind.size + cells.offset;
    return valueRows(world, name, local.type, cell, { when, unset: cells.unset === null ? null : { cell, value: cells.unset } });
  }
  const context = textContext(lowering, kind, local.frame, []);
  const parts = readPlace(context, placeOfLocal(context, local)).parts.map((part) =>
    rewriteExpr(asNumber(part), (expr) => (expr.kind === 'me' ? number(instance) : expr)),
  );
  const valueOf = (at: number): number => {
    const part = parts[at] ?? zero;
    return part.kind === 'number' ? part.value : 0;
  };
  // The conditions of these rows are about numbers of the value.
  return valueRows(world, name, local.type, 0, always)
    .filter((row) => row.when.every(({ cell, values: wanted }) => wanted.includes(valueOf(cell))))
    .map((row) => ({ ...row, cell: null, constant: row.cell === null ? row.constant : valueOf(row.cell), when }));
}
