import type { CheckDeclaration, Expectation } from '@mmspec/syntax';
import type { CodeAction } from './code_actions.ts';
import { textUnder, type Snapshot } from '../names/snapshot.ts';

/**
 * A check for one value of a constant or variant as a matrix over all of its values. The cell with the value of before is expected to be
 * what the check was; the others are expected to hold, until a run says what they are.
 */
export function checkMatrices(snapshot: Snapshot, check: CheckDeclaration): CodeAction[] {
  const { model } = snapshot.analysed;
  const taken = new Set(check.matrix.map(({ name }) => name.text));
  return model.constants
    .filter(({ name, span }) => span.file === 0 && !taken.has(name.text))
    .slice(0, 8)
    .flatMap((constant): CodeAction[] => {
      const axis = constant.name.text;
      const setting = check.settings.find((each) => each.kind === 'value_setting' && each.name.text === axis);
      const value = setting?.kind === 'value_setting' ? textUnder(snapshot, setting.value.span) : textUnder(snapshot, constant.value.span);
      const text = matrixText(snapshot, check, axis, value);
      if (text === null) return [];
      const edits = [{ span: check.span, text }];
      return [{ title: `Turn into a matrix over \`${axis}\``, kind: 'refactor.rewrite', edits, diagnostic: null }];
    });
}

function matrixText(snapshot: Snapshot, check: CheckDeclaration, axis: string, value: string): string | null {
  const own = (span: { readonly start: number; readonly end: number }): string => snapshot.main.text.slice(span.start, span.end);
  const of = check.of.length === 0 ? '' : ` of ${check.of.map(({ span }) => own(span)).join(', ')}`;
  const axes = [...check.matrix.map(({ span }) => own(span)), axis].join(', ');
  const where = check.where === null ? '' : ` where ${own(check.where.span)}`;
  const settings = check.settings.filter((each) => !(each.kind === 'value_setting' && each.name.text === axis)).map(({ span }) => own(span));
  const expectation = check.expectation === null ? '' : expectationText(check.expectation, condition(axis, value), own);
  if (expectation === null || own(check.span).includes('//')) return null;
  return `check ${check.name.text}${of} for ${axes}${where} { ${settings.length === 0 ? '' : `${settings.join(', ')} `}}${expectation === '' ? '' : ` ${expectation}`}`;
}

function condition(axis: string, value: string): string {
  if (value === 'true') return axis;
  return value === 'false' ? `not ${axis}` : `${axis} == ${value}`;
}

/** Each expectation of before, where the axis has the value of before. */
function expectationText({ clauses }: Expectation, when: string, own: (span: Expectation['span']) => string): string | null {
  const parts = clauses.flatMap((clause): string[] => {
    if (clause.verdict === 'holds' && clause.items.length === 0) return [];
    const items = clause.items.map((item) => (item.when === null ? `${own(item.span)} when ${when}` : `${own(item.span)} and ${when}`));
    if (clause.items.length > 0) return [`${clause.verdict} ${items.join(', ')}`];
    return [`${clause.verdict} when ${clause.when === null ? when : `${own(clause.when.span)} and ${when}`}`];
  });
  if (clauses.some(({ items }) => items.some((item) => item.when !== null && own(item.when.span).includes(' or ')))) return null;
  return parts.length === 0 ? 'expect holds' : `expect ${parts.join(' ')}`;
}
