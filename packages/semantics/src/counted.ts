import type { ObjectDeclaration, VariableDeclaration } from '@mmspec/syntax';

/** The `ref` that `holders`, `owns` and `put` of an object mean: the first one that it has; null where it has none. */
export function counterIn({ members }: ObjectDeclaration): VariableDeclaration | null {
  for (const member of members) if (member.kind === 'variable' && member.type.kind === 'ref_type') return member;
  return null;
}
