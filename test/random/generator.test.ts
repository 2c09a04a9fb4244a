import { parse } from '@mmspec/syntax';
import { hasErrors } from '@mmspec/source';
import { expect, test } from 'vitest';
import { countProductions, laterKinds, productions } from './coverage.ts';
import { analysed, errorsOf } from './pipeline.ts';
import { specOf } from './specs.ts';

const specCount = 2_000;

function check(later: boolean, wanted: readonly string[]): void {
  const counts = new Map<string, number>();
  for (let number = 0; number < specCount; number++) {
    const text = specOf(number, { later });
    const { module, diagnostics } = parse({ path: 'spec.mmspec', text }, 0);
    if (hasErrors(diagnostics)) throw new Error(`spec ${number} does not parse: ${JSON.stringify(diagnostics[0])}\n${text}`);
    countProductions(module, counts);
  }
  const rare = wanted.map((name) => [name, counts.get(name) ?? 0] as const).filter(([, count]) => count < 20);
  expect(rare).toEqual([]);
}

test('every production stands at least 20 times in 2,000 specs that run', () => {
  check(
    false,
    productions.filter((name) => !laterKinds.has(name)),
  );
});

test('every production that only the parser knows stands at least 20 times in 2,000 specs', () => {
  check(true, productions);
});

test('all specs are without errors', () => {
  const failures: string[] = [];
  for (let number = 0; number < specCount; number++) {
    const text = specOf(number);
    const { model, diagnostics } = analysed(text);
    const errors = errorsOf(model, diagnostics);
    if (errors.length > 0) failures.push(`spec ${number}: ${errors.join('; ')}\n${text}`);
  }
  expect(failures.slice(0, 3).join('\n')).toBe('');
});
