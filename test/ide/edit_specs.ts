import { corpus, type CorpusText } from '../syntax/corpus.ts';

/** Specs and examples that are not long. */
export const specs: readonly CorpusText[] = corpus.filter(
  ({ name, text }) => /^(?:specs|examples|test)\/.*\.mmspec$/u.test(name) && text.length > 300 && text.length < 3000,
);
