import { read } from './corpus.ts';
import { textOf, type Kinds } from './generator.ts';
import { differsFromTerms, differsInWindowOfOne, outsideOfNext } from './laws.ts';

/** What the random test with this number tells against the laws; null: nothing. */
export function finding(seed: number, kinds: Kinds): string | null {
  const text = textOf(seed, kinds);
  const litmus = read(text);
  const found = outsideOfNext(litmus) ?? differsInWindowOfOne(litmus) ?? differsFromTerms(litmus, { steps: 3000, asked: 12 });
  return found === null ? null : `${found}\n${text}`;
}
