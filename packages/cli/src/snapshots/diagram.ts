/** The path of the diagram that may lie beside a spec which a snapshot has run. */
export const diagramBeside = (path: string): string => path.replace(/\.mmspec$/u, '.txt');
