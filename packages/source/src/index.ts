export * from './diagnostic.ts';
export * from './grouped.ts';
export * from './joined_file.ts';
export * from './one_line.ts';
export * from './source_file.ts';
export * from './span.ts';
export * from './suggest.ts';
export * from './texts_in_place.ts';
