import { parser } from '../pieces.ts';

/*
 * The grammar as data, read off the parser itself.
 */

/** A rule, or a part of one, as Chevrotain serialises it. */
export interface Production {
  readonly type:
    | 'Rule'
    | 'NonTerminal'
    | 'Terminal'
    | 'Alternative'
    | 'Alternation'
    | 'Option'
    | 'Repetition'
    | 'RepetitionMandatory'
    | 'RepetitionWithSeparator'
    | 'RepetitionMandatoryWithSeparator';
  readonly name: string;
  /** What a terminal looks like; a sign or word in quotes. */
  readonly label?: string;
  readonly definition?: readonly Production[];
  readonly separator?: Production;
}

/** The rules of the grammar, each after the first that mentions it; the first is a whole file. */
export function grammarForDiagrams(): readonly Production[] {
  const rules = parser().getSerializedGastProductions() as unknown as readonly Production[];
  const byName = new Map(rules.map((rule) => [rule.name, rule]));
  const ordered = new Set<Production>();
  const visit = (part: Production): void => {
    const rule = part.type === 'NonTerminal' ? byName.get(part.name) : undefined;
    if (rule !== undefined) reach(rule);
    part.definition?.forEach(visit);
  };
  const reach = (rule: Production): void => {
    if (ordered.has(rule)) return;
    ordered.add(rule);
    rule.definition?.forEach(visit);
  };
  const start = byName.get('module');
  if (start !== undefined) reach(start);
  return [...ordered];
}
