/** A spec and the module that it imports. */
export const two = (main: string, other: string): string => `//- main.mmspec\nmodule main\nimport other\n${main}\n//- other.mmspec\nmodule other\n${other}\n`;

/** A module with an operation of two steps. */
export const other = 'shared x: bool = false\nop go(to: bool) {\n  one: x = to\n  two: skip\n}';
