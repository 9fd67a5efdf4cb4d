import type {Assertion} from '../../assertions/assertion.ts';
import {assertions} from '../../assertions/registry.ts';
import manifest from '../../package.json' with {type: 'json'};
import type {Known} from '../lesson/known.ts';
import {FIELDS} from '../parse/fields.ts';
import {parsers} from '../parse/registry.ts';
import type {Own} from '../session/own/load.ts';

/** What every lesson may name: the parsers and the assertions of this program. */
export const known: Known = knownOf(assertions);

/** With what the code of a module defines. */
export function knownWith(own: Own): Known {
  const base = knownOf(new Map([...assertions, ...own.assertions]));
  return {
    ...base,
    parsers: new Set([...base.parsers, ...own.parsers.keys()]),
    fields: parser => fieldsOf(own, parser) ?? base.fields?.(parser),
    unparsed: (parser, text) => own.parsers.get(parser)?.parse(text).unparsed ?? base.unparsed?.(parser, text) ?? [],
    hasOwn: true,
  };
}

function fieldsOf({parsers: own}: Own, name: string): ReadonlySet<string> | undefined {
  const parser = own.get(name);
  return parser?.isFree === false ? parser.fields : undefined;
}

function knownOf(assertions: ReadonlyMap<string, Assertion>): Known {
  return {
    parsers: new Set(parsers.keys()),
    assertions: new Map([...assertions].map(([id, assertion]) => [id, args => assertion.validate(args)])),
    deltas: new Set([...assertions.values()].filter(({kind}) => kind === 'delta').map(({id}) => id)),
    judging: new Map([...assertions].map(([id, {kind}]) => [id, kind])),
    versions: new Map([...assertions].map(([id, {version}]) => [id, version])),
    words: new Map(
      [...assertions].map(([id, {argsHelp, choosesNodes, codes}]) => [
        id,
        {
          arguments: Object.keys(argsHelp).map(name => name.replace(/\?$/, '')),
          choosesNodes,
          codes: Object.keys(codes),
        },
      ]),
    ),
    fields: parser => FIELDS.get(parser),
    runner: manifest.version,
    unparsed: (parser, text) => parsers.get(parser)?.parse(text).unparsed ?? [],
  };
}
