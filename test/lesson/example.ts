import {formatProblem} from '../../src/core/problem.ts';
import type {ArgumentIssue, Known} from '../../src/lesson/known.ts';
import {type LessonResult, readLesson} from '../../src/lesson/read-lesson.ts';

/** Enough of the program to read the lessons of these tests by. */
export const known: Known = {
  parsers: new Set(['docker.service-ps', 'ip.addr', 'bridge.fdb', 'brctl.show', 'iptables', 'lines']),
  assertions: new Map([
    ['svc.replicas', argumentsOf(['service', 'replicas'], 'replicas')],
    ['fdb.has-remote-mac', argumentsOf(['network', 'mac', 'from'])],
    ['fdb.added', argumentsOf(['network', 'mac', 'from'])],
    ['mark.to-fwm', argumentsOf(['mark', 'namespace', 'node'])],
    ['ingress.dnat', argumentsOf(['port'], 'port')],
  ]),
  deltas: new Set(['fdb.added']),
  words: new Map([
    ['svc.replicas', {arguments: ['service', 'replicas'], choosesNodes: [], codes: ['too_few']}],
    [
      'fdb.has-remote-mac',
      {arguments: ['network', 'mac', 'from'], choosesNodes: ['from'], codes: ['no_row', 'other_dst']},
    ],
  ]),
  unparsed: (parser, text) =>
    parser === 'bridge.fdb'
      ? text.split('\n').flatMap((line, i) => (/^[0-9a-f:]{17} /.test(line) ? [] : [{line: i + 1, text: line}]))
      : [],
  runner: '0.1.0',
};

/** A check of arguments that tells unknown names, and what is no number but should be one. */
function argumentsOf(names: readonly string[], number?: string) {
  return (args: unknown): readonly ArgumentIssue[] => [
    ...Object.keys(args as object)
      .filter(name => !names.includes(name))
      .map(name => ({path: [name], message: 'no such argument'})),
    ...Object.entries(args as object)
      .filter(([name, value]) => name === number && typeof value !== 'number')
      .map(([name]) => ({path: [name], message: 'expected a number'})),
  ];
}

export const nodes = [
  {id: 'swarm-01', role: 'manager'},
  {id: 'swarm-02', role: 'worker'},
  {id: 'swarm-03', role: 'worker'},
] as const;

export const images = {redis: 'redis:alpine'};

export function read(text: string, included: Readonly<Record<string, string>> = {}): Promise<LessonResult> {
  return readLesson('m/fdb.md', text, {
    folder: 'm',
    nodes,
    images,
    known,
    look: async path => (included[path] === undefined ? {problem: 'no such file'} : {text: included[path]}),
  });
}

export async function problemsOf(
  text: string,
  included?: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  return (await read(text, included)).problems.map(formatProblem);
}

/** A lesson without a mistake, short enough to count lines in. */
export const LESSON = `---
lesson: fdb
title: The forwarding table
version: 1.0.0
minutes: 10
engine: {docker: ">=20.10"}
---

## Launch
<!-- @step
id: launch
goal: redis runs
-->

\`\`\`sh {#create}
docker service create --detach --name redis --network vote <image.redis>
\`\`\`
<!-- @run create
mutates: service/redis
undo: docker service rm redis
timeout: 120s
-->

\`\`\`sh {#where on=manager parse=docker.service-ps}
docker service ps redis
\`\`\`
<!-- @run where
capture:
  home: {type: node, from: "rows[0].node", sample: swarm-01}
  away: {type: node, from: "rows[1].node", sample: swarm-02}
require: {distinct: [home, away]}
-->
<!-- @check converged
use: svc.replicas
with: {service: redis, replicas: 2}
eventually: {within: 60s, stableFor: 2}
-->

## Look
<!-- @step
id: look
after: [launch]
-->

\`\`\`sh {#mac on=<home>,<away> parse=ip.addr}
docker exec redis ip addr
\`\`\`
<!-- @run mac
capture:
  mac: {type: mac, per: node, from: "links[0].mac", sample: {home: "02:42:0a:00:02:08", away: "02:42:0a:00:02:09"}}
-->

\`\`\`sh {#fdb on=<home> parse=bridge.fdb}
nsenter --net=/run/docker/netns/<overlay.vote.netns> bridge fdb show dev vxlan0
\`\`\`
<!-- @notes fdb
- {row: {mac: <mac@away>}, say: "the task on <away>, behind {dst}"}
-->

\`\`\`text {sample=fdb}
02:42:0a:00:02:09 dst 10.77.0.12 self permanent
\`\`\`

The task on \`<away>\` has \`<mac@away>\`.

<!-- @check peer
use: fdb.has-remote-mac
of: fdb
with: {network: vote, mac: <mac@away>, from: <home>}
else: {no_row: "is the task on <away> up?"}
-->

### Your turn
<!-- @task back
check: {use: fdb.has-remote-mac, with: {network: vote, mac: <mac@home>, from: <away>}}
-->

Show the way back.

<details><!-- @hint back --><summary>Hint</summary>

Look at \`<away>\`.
</details>
<details><!-- @solution --><summary>Solution</summary>

\`\`\`sh {#back on=<away> solves=back}
nsenter --net=/run/docker/netns/<overlay.vote.netns> bridge fdb show dev vxlan0
\`\`\`
</details>

## Mark
<!-- @step
id: mark
-->

\`\`\`sh {#mangle parse=iptables}
iptables -t mangle -nvL
\`\`\`
<!-- @run mangle
capture: {mark: {type: hex, per: node, from: "chains[].mark | [0]", sample: "0x103"}}
-->
<!-- @quiz fwm
type: integer
answer: {hexToInt: <mark>}
wrong: {258: "Yours is <mark>."}
-->
**Question.** Which service has mark \`<mark>\`?
`;

/** The lesson with one text replaced, which must be there once. */
export function edit(from: string, to: string, text = LESSON): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${JSON.stringify(from)} stands ${parts.length - 1} times in the lesson`);
  return parts.join(to);
}
