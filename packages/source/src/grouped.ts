/** A count with its thousands apart: `1,265`. `toLocaleString` does the same and loads the tables of all languages for it, 20 ms. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/gu, ',');
}
