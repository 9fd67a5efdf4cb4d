import {type Document, isMap, isNode, isScalar} from 'yaml';
import {type Spot, shift} from '../source.ts';
import type {YamlText} from './document.ts';

export type Path = readonly (string | number)[];

/** Finds the place of values, keys and words of a parsed YAML text in its file. */
export interface Locator {
  /** The value at the path, or the nearest parent that exists. */
  value(path: Path): Spot;
  key(path: Path): Spot;
  /** The nth occurrence (from 0) of a text within the value at the path, however it is quoted there. */
  text(path: Path, searched: string, nth: number): Spot;
}

export function locate(document: Document.Parsed, yaml: YamlText): Locator {
  const rangeOf = (path: Path): readonly [number, number] | undefined => {
    const node = path.length === 0 ? document.contents : document.getIn(path, true);
    return isNode(node) && node.range ? [node.range[0], node.range[1]] : undefined;
  };
  const value = (path: Path): Spot => {
    for (let depth = path.length; depth >= 0; depth--) {
      const range = rangeOf(path.slice(0, depth));
      if (range !== undefined) return shift(yaml.spot, range[0]);
    }
    return yaml.spot;
  };
  return {
    value,
    key: path => {
      const map = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
      const name = String(path.at(-1));
      const pair = isMap(map) && map.items.find(item => isScalar(item.key) && String(item.key.value) === name);
      return pair && isScalar(pair.key) && pair.key.range ? shift(yaml.spot, pair.key.range[0]) : value(path);
    },
    text: (path, searched, nth) => {
      const range = rangeOf(path);
      if (range === undefined) return value(path);
      let found = yaml.text.indexOf(searched, range[0]);
      for (let i = 0; i < nth && found >= 0; i++) found = yaml.text.indexOf(searched, found + 1);
      return found >= 0 && found < range[1] ? shift(yaml.spot, found) : value(path);
    },
  };
}
