export * from './check_table.ts';
export * from './colour.ts';
export * from './diagnostic_json.ts';
export * from './diagnostic_text.ts';
export * from './position.ts';
export * from './race/race_diagram.ts';
export * from './race/scenario_diagram.ts';
export * from './wrap.ts';
