import {JSON_SCHEMAS} from '../author/json-schemas.ts';
import {print, printJson} from './print.ts';
import {unknownName} from './unknown-name.ts';

export function printSchema(name: string | undefined): void {
  if (name === undefined) {
    const width = Math.max(...[...JSON_SCHEMAS.keys()].map(key => key.length));
    for (const [key, {title}] of JSON_SCHEMAS) print(`${key.padEnd(width)}  ${title}\n`);
    return;
  }
  const found = JSON_SCHEMAS.get(name);
  if (found === undefined) throw unknownName('schema', name, [...JSON_SCHEMAS.keys()]);
  printJson(`${JSON.stringify(found.schema(), undefined, 2)}\n`);
}
