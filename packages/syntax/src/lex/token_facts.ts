import type { TokenType } from 'chevrotain';

/*
 * The passes over tokens ask of every token in which of a dozen sets its type is: one number says it of all of them.
 */

/** By the number of a type its bits: those of the sets that it is in. What is in none may be missing. */
export type TokenFacts = Int32Array;

/** Which of these sets each type is in; every set with its bit. */
export function factsOf(sets: readonly (readonly [bit: number, types: Iterable<TokenType>])[]): TokenFacts {
  const listed = sets.flatMap(([bit, types]) => [...types].map((type) => ({ bit, index: type.tokenTypeIdx ?? 0 })));
  const facts = new Int32Array(Math.max(...listed.map(({ index }) => index)) + 1);
  for (const { bit, index } of listed) facts[index]! |= bit;
  return facts;
}
