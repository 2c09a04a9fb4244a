import { parse } from 'acorn';

/*
 * What a generated text uses: the names that it does not declare itself, the properties that it names, and its kinds of nodes.
 */

interface Uses {
  readonly free: ReadonlySet<string>;
  readonly properties: ReadonlySet<string>;
  readonly kinds: ReadonlySet<string>;
}

interface Scope {
  readonly names: Set<string>;
  readonly outer: Scope | null;
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string };

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** Reads a module (or the body of a function that returns) without running it. */
export function usesOf(text: string): Uses {
  const used: { readonly name: string; readonly scope: Scope }[] = [];
  const properties = new Set<string>();
  const kinds = new Set<string>();

  const visitParts = (node: Node, scope: Scope, skip: readonly string[] = []): void => {
    for (const [key, part] of Object.entries(node)) {
      if (skip.includes(key)) continue;
      for (const each of Array.isArray(part) ? part : [part]) if (isNode(each)) visit(each, scope);
    }
  };
  const named = (key: unknown): void => {
    if (isNode(key)) properties.add(String(key['name'] ?? key['value']));
  };
  const visit = (node: Node, scope: Scope): void => {
    kinds.add(node.type);
    switch (node.type) {
      case 'Identifier':
        used.push({ name: String(node['name']), scope });
        return;
      case 'MemberExpression': {
        if (node['computed'] === true) return visitParts(node, scope);
        named(node['property']);
        return visitParts(node, scope, ['property']);
      }
      case 'Property': {
        if (node['computed'] === true) return visitParts(node, scope);
        named(node['key']);
        return visitParts(node, scope, ['key']);
      }
      case 'BreakStatement':
      case 'ContinueStatement':
        return;
      case 'LabeledStatement':
        return visitParts(node, scope, ['label']);
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression': {
        if (node.type === 'FunctionDeclaration') declare(node['id'], scope);
        const own: Scope = { names: new Set(), outer: scope };
        for (const parameter of node['params'] as unknown[]) declare(parameter, own);
        return visitParts(node, own, ['id']);
      }
      case 'BlockStatement':
      case 'ForStatement':
      case 'ForOfStatement':
        return visitParts(node, { names: new Set(), outer: scope });
      case 'VariableDeclarator':
        declare(node['id'], scope);
        return visitParts(node, scope);
      default:
        visitParts(node, scope);
    }
  };

  const top: Scope = { names: new Set(), outer: null };
  visit(parse(text, { ecmaVersion: 2024, sourceType: 'module', allowReturnOutsideFunction: true }) as unknown as Node, top);
  const isFree = (name: string, scope: Scope | null): boolean => scope === null || (!scope.names.has(name) && isFree(name, scope.outer));
  return { free: new Set(used.filter(({ name, scope }) => isFree(name, scope)).map(({ name }) => name)), properties, kinds };
}

function declare(pattern: unknown, scope: Scope): void {
  if (!isNode(pattern)) return;
  switch (pattern.type) {
    case 'Identifier':
      scope.names.add(String(pattern['name']));
      return;
    case 'ArrayPattern':
      for (const element of pattern['elements'] as unknown[]) declare(element, scope);
      return;
    case 'ObjectPattern':
      for (const property of pattern['properties'] as Node[]) declare(property['value'], scope);
      return;
    default:
      throw new Error(`generated code declares by ${pattern.type}`);
  }
}
