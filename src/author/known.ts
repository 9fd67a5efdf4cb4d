import {assertions} from '../../assertions/registry.ts';
import manifest from '../../package.json' with {type: 'json'};
import type {Known} from '../lesson/known.ts';
import {FIELDS} from '../parse/fields.ts';
import {parsers} from '../parse/registry.ts';

/** What the lessons of this program may name: its parsers and its assertions. */
export const known: Known = {
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
