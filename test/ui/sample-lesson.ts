import type {Check, Item, Lesson, Module, Run, Step} from '../../src/core/lesson.ts';

const at = {line: 1, column: 1};

const prose = (markdown: string): Item => ({kind: 'prose', markdown, at});

function run(id: string, line: string, more: Partial<Run> = {}): Item {
  const made: Run = {
    id,
    line,
    language: 'sh',
    on: [{kind: 'role', role: 'manager'}],
    stream: false,
    raw: false,
    timeoutMs: 30_000,
    exit: [0],
    captures: [],
    distinct: [],
    notes: [],
    at,
    ...more,
  };
  return {kind: 'run', run: made};
}

function check(id: string, title: string, points: number): Check {
  return {id, title, use: 'svc.replicas', with: {}, points, else: {}, at};
}

const hidden = (role: 'hint' | 'solution' | 'why', summary: string, items: readonly Item[]): Item => ({
  kind: 'hidden',
  hidden: {role, summary, items, at},
});

function step(id: string, title: string, goal: string, items: readonly Item[]): Step {
  return {id, title, goal, after: [], items, hash: id, at};
}

const launch = step('launch', 'Launch a service on the overlay', 'two redis tasks run on the network `vote`', [
  prose(
    'The network `vote` spans all three machines. Start **two** tasks of redis on it; the *scheduler* chooses the nodes, not you.',
  ),
  run('create', 'docker service create --detach --name redis --network vote --replicas 2 <image.redis>', {
    mutates: 'service/redis',
    undo: 'docker service rm redis',
  }),
  {kind: 'check', check: check('converged', 'two redis tasks run', 1)},
  prose('See where the tasks landed:'),
  run('where', 'docker service ps redis --filter desired-state=running', {parse: 'docker.service-ps'}),
  {
    kind: 'sample',
    of: 'where',
    text: 'ID        NAME     NODE      CURRENT STATE\nabc       redis.1  swarm-01  Running\n',
    at,
  },
]);

const fdb = step('fdb', 'Read the forwarding table', 'know which row carries a frame to the other task', [
  prose(
    'On current engines the VXLAN device hides in a network namespace whose name ends with the network id. Its forwarding table (*fdb*) says behind which tunnel endpoint each MAC address lives:\n\n- a row with `dst` leaves this machine\n- a row without it stays\n\n| part | meaning |\n|---|---|\n| `dst` | the VTEP, another node |\n| `self` | kept by the device |',
  ),
  run('mac', 'docker exec $(docker ps -qf name=redis) ip addr show', {
    on: [
      {kind: 'capture', name: 'home'},
      {kind: 'capture', name: 'away'},
    ],
    parse: 'ip.addr',
  }),
  run('fdb', 'nsenter --net=/var/run/docker/netns/<overlay.vote.netns> bridge fdb show dev vxlan0', {
    on: [{kind: 'capture', name: 'home'}],
    parse: 'bridge.fdb',
  }),
  {kind: 'check', check: {...check('fdb-has-peer', 'the table knows the task on the other node', 2), of: 'fdb'}},
  prose('The MAC of the task on `<away>` is `<mac@away>`; see how it leaves for `<addr@away>`.'),
  {
    kind: 'task',
    task: {
      id: 'other-end',
      title: 'show that `<away>` knows the way back',
      points: 1,
      check: check('other-end', 'show that `<away>` knows the way back', 1),
      at,
    },
  },
  hidden('hint', 'Hint 1', [prose('The table you need is on the other node, in *its* copy of the namespace.')]),
  hidden('hint', 'Hint 2', [prose('`nsenter` there too.')]),
  hidden('solution', 'Solution', [run('back', 'nsenter --net=/x bridge fdb show dev vxlan0', {solves: 'other-end'})]),
]);

const watch = step('watch', 'Watch the packets', 'see VXLAN on the wire', [
  run('dump', 'tcpdump -ni eth0 udp port 4789', {stream: true}),
  {
    kind: 'quiz',
    quiz: {
      id: 'port',
      type: 'integer',
      question: '**Question.** Which UDP port carries the frames of `vote`?',
      answer: {kind: 'literal', text: '4789'},
      choices: [],
      tries: 3,
      points: 1,
      wrong: {},
      at,
    },
  },
  hidden('why', 'Why', [prose('It is the port that IANA gave to VXLAN.')]),
  {kind: 'code', language: 'json', text: '{"driver": "overlay", "id": 4097}', at},
]);

const overlay: Lesson = {
  id: 'overlay',
  title: 'A service on an overlay, and its forwarding table',
  version: '1.0.0',
  minutes: 25,
  file: 'overlay.md',
  needs: {lessons: [], tools: [], privilege: 'root'},
  engine: {},
  unless: {},
  intro: [prose('Three machines form one swarm. You will follow a frame from one container to another.')],
  steps: [launch, fdb, watch],
};

const mesh: Lesson = {
  ...overlay,
  id: 'mesh',
  title: 'The routing mesh: from a published port to a task',
  minutes: 20,
  file: 'mesh.md',
  intro: [],
  steps: [step('publish', 'Publish a port', 'reach vote from outside', [prose('Soon.')])],
};

export const sampleModule: Module = {
  id: 'swarm-networking',
  title: 'Swarm networking',
  language: 'en',
  summary:
    'Follow a packet through overlays, tunnels and the routing mesh of Docker Swarm, on a real cluster of three machines.',
  version: '1.0.0',
  folder: '/lessons/swarm-networking',
  hash: 'x',
  nodes: [
    {id: 'swarm-01', role: 'manager'},
    {id: 'swarm-02', role: 'worker'},
    {id: 'swarm-03', role: 'worker'},
  ],
  images: {redis: 'redis:7'},
  own: [],
  lessons: [overlay, mesh],
};
