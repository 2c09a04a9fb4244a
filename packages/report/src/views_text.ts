import { oneLine } from '@mmspec/source';
import type { ExplainedState, ExplainedViews } from '@mmspec/system';
import { plainPaint, type Paint } from './colour.ts';
import { counted, listed, wrap } from './wrap.ts';

const width = 100;

/** The views of proofs as a table: each shared state, and below it where instances can stand and what is so of them. */
export function viewsText(views: readonly ExplainedViews[], paint: Paint = plainPaint): string {
  return views
    .flatMap((each) => [...lines(4, headOf(each)).map((line) => paint('strong', line)), ...each.states.flatMap((state, at) => stateLines(state, at + 1, each))])
    .join('\n');
}

function headOf({ properties, size, states, family }: ExplainedViews): string {
  const which = size === 1 ? '' : ', and beside whom';
  return `views for ${listed(properties)}: ${counted(states.length, 'shared state')}, and where each ${family} can be in it${which}`;
}

function stateLines({ shared, instances }: ExplainedState, number: number, { size, family }: ExplainedViews): readonly string[] {
  const letter = (at: number): string => `${family} ${at + 1}`;
  return [
    ...lines(6, `${number}. ${shared.length === 0 ? 'nothing is shared' : shared.join(', ')}`),
    ...instances.flatMap(({ at, has, beside }, index) => {
      const who = size === 1 ? family : letter(index);
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
