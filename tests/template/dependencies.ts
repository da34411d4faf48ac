// Which resource needs which: CloudFormation refuses a circle, and packaging does not look.
import { at, listOf, type Template } from './template.ts';

/** The resources on circles, each circle once, as `A → B → A`. */
export const circlesIn = (template: Template): readonly string[] => {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    const from = path.indexOf(name);
    if (from >= 0) circles.push([...path.slice(from), name].join(' → '));
    if (from >= 0 || done.has(name)) return;
    for (const needed of neededBy(template, name)) visit(needed, [...path, name]);
    done.add(name);
  };
  for (const name of Object.keys(template.Resources)) visit(name, []);
  return circles;
};

export const neededBy = (template: Template, name: string): readonly string[] => {
  const resource = template.Resources[name];
  const names = [...listOf(resource?.DependsOn).map(String), ...references(resource?.Properties)];
  return [...new Set(names)].filter((needed) => needed in template.Resources);
};

const references = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== 'object' || value === null) return [];
  const substituted = listOf(at(value, 'Fn::Sub'))[0];
  return [
    at(value, 'Ref'),
    String(listOf(at(value, 'Fn::GetAtt'))[0]).split('.')[0],
    ...[...String(substituted).matchAll(/\$\{([^!}.]+)[^}]*\}/g)].map(([, name]) => name),
    ...Object.values(value).flatMap(references),
  ].filter((name) => typeof name === 'string');
};
