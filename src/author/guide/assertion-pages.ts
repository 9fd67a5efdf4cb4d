import type {Assertion} from '../../../assertions/assertion.ts';
import {assertions} from '../../../assertions/registry.ts';
import {fence, flowYaml, page, table} from './markdown.ts';

const KINDS: Readonly<Record<Assertion['kind'], readonly [heading: string, about: string]>> = {
  output: [
    'What the student’s commands printed',
    'These work on any machine. `of:` names the command; without it all commands of the step are judged.',
  ],
  snapshot: [
    'What the cluster is like',
    'These look by themselves, on all nodes, at Docker’s networks, services and tasks, and at interfaces, tables and rules in every network namespace. They are for modules about Docker and its swarms.',
  ],
  delta: [
    'What a command has changed',
    'These compare the cluster before a command with what it is now. `of:` must name that command, and it must have `mutates`.',
  ],
};

export function assertionPages(): string {
  const all = [...assertions.values()];
  const pages = (['output', 'snapshot', 'delta'] as const).map(kind => {
    const [heading, about] = KINDS[kind];
    return page(`### ${heading}`, about, ...all.filter(one => one.kind === kind).map(assertionPage));
  });
  return page(...pages);
}

function assertionPage({id, title, argsHelp, example, codes}: Assertion): string {
  const takes = Object.entries(argsHelp).map(([name, takes]) => [
    `\`${name.replace(/\?$/, '')}\`${name.endsWith('?') ? '' : ' *'}`,
    takes,
  ]);
  return page(
    `#### \`${id}\``,
    `${title.slice(0, 1).toUpperCase()}${title.slice(1)}.`,
    table(['argument', 'what it takes'], takes),
    fence('yaml', `use: ${id}\nwith: ${flowYaml(example)}`),
    table(
      ['code, for `else`', 'when'],
      Object.entries(codes).map(([code, when]) => [`\`${code}\``, when]),
    ),
  );
}
