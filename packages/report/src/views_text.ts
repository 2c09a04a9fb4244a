import { oneLine } from '@mmspec/source';
import type { ExplainedProof, ExplainedSeveral, ExplainedState, ExplainedViews } from '@mmspec/system';
import { plainPaint, type Paint } from './colour.ts';
import { counted, listed, wrap } from './wrap.ts';

const width = 100;

/** The views of proofs as a table: each shared state, and below it where instances can stand and what is so of them. */
export function viewsText(views: readonly (ExplainedViews | ExplainedSeveral)[], paint: Paint = plainPaint): string {
  return views
    .flatMap((each) => [...lines(4, headOf(each)).map((line) => paint('strong', line)), ...each.states.flatMap((state, at) => stateLines(state, at + 1, each))])
    .join('\n');
}

function headOf(views: ExplainedViews | ExplainedSeveral): string {
  const { properties, size, states } = views;
  const which = size === 1 ? '' : ', and beside whom';
  const names = namesOf(views).map((name) => `each ${name}`);
  const fixed = 'fixed' in views ? Object.entries(views.fixed).map(([constant, number]) => `${constant} = ${number}`) : [];
  const where = fixed.length === 0 ? '' : `, with ${listed(fixed)}`;
  return `views for ${listed(properties)}${where}: ${counted(states.length, 'shared state')}, and where ${listed(names)} can be in it${which}`;
}

const namesOf = (views: ExplainedViews | ExplainedSeveral): readonly string[] =>
  'families' in views ? views.families.map(({ family }) => family) : [views.family];

function stateLines({ shared, instances }: ExplainedState, number: number, views: ExplainedViews | ExplainedSeveral): readonly string[] {
  const { size }: ExplainedProof = views;
  const [first = ''] = namesOf(views);
  return [
    ...lines(6, `${number}. ${shared.length === 0 ? 'nothing is shared' : shared.join(', ')}`),
    ...instances.flatMap(({ family = first, at, has, beside }, index) => {
      const who = size === 1 ? family : `${family} ${index + 1}`;
      const where = at.length === 0 ? '' : ` at ${at.join(', ')}`;
      const alone = beside === undefined ? '' : `; beside ${beside.length === 0 ? 'nobody' : beside.map((other) => other + 1).join(', ')}`;
      return lines(10, `${who}${where}${has.length === 0 ? '' : `: ${has.join(', ')}`}${alone}`);
    }),
  ];
}

function lines(indent: number, text: string): readonly string[] {
  const margin = ' '.repeat(indent);
  return wrap(`${margin}${oneLine(text)}`, width, `${margin}  `);
}
