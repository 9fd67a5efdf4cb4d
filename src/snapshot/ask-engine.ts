import type {FactKind} from '../core/facts.ts';
import {KEEP_AWK} from './keep-awk.ts';

/** A kind of answer of the engine. */
interface Question {
  /** The path of its API; `ID` stands for each of the ids of another answer. */
  readonly path: string;
  /** That answer, where the ids come from. */
  readonly of?: string;
  /** What is kept, each with all that is in it: of whatever facts are made of, and what the docker CLI is asked for. */
  readonly keep: readonly string[];
}

const QUESTIONS = {
  info: {
    path: 'info',
    keep: [
      'ServerVersion',
      'KernelVersion',
      'Name',
      'Swarm.NodeID',
      'Swarm.NodeAddr',
      'Swarm.LocalNodeState',
      'Swarm.ControlAvailable',
      'Swarm.Cluster.ID',
      'Swarm.Cluster.DataPathPort',
    ],
  },
  networks: {path: 'networks', keep: ['Id']},
  network: {
    path: 'networks/ID?verbose=true',
    of: 'networks',
    keep: [
      'Id',
      'Name',
      'Scope',
      'Driver',
      'Ingress',
      'Internal',
      'Attachable',
      'IPAM.Config',
      'Options',
      'Labels',
      'Containers',
      'Peers',
      'Services',
    ],
  },
  containers: {path: 'containers/json', keep: ['Id']},
  container: {
    path: 'containers/ID/json',
    of: 'containers',
    keep: [
      'Id',
      'Name',
      'State.Running',
      'State.Status',
      'State.Pid',
      'Config.Hostname',
      'Config.Image',
      'Config.Labels',
      'HostConfig.NetworkMode',
      'NetworkSettings.SandboxKey',
      'NetworkSettings.Networks',
    ],
  },
  nodes: {
    path: 'nodes',
    keep: [
      'ID',
      'Spec.Role',
      'Spec.Availability',
      'Spec.Labels',
      'Description.Hostname',
      'Description.Engine.EngineVersion',
      'Status',
      'ManagerStatus',
    ],
  },
  services: {
    path: 'services',
    keep: [
      'ID',
      'Spec.Name',
      'Spec.Labels',
      'Spec.Mode',
      'Spec.EndpointSpec',
      'Spec.TaskTemplate.Networks',
      'Spec.TaskTemplate.ContainerSpec.Image',
      'Endpoint',
    ],
  },
  tasks: {
    path: 'tasks',
    keep: [
      'ID',
      'ServiceID',
      'NodeID',
      'Slot',
      'Labels',
      'DesiredState',
      'Status',
      'Spec.ContainerSpec.Image',
      'NetworksAttachments',
    ],
  },
} as const satisfies Readonly<Record<string, Question>>;

type Name = keyof typeof QUESTIONS;

/** The answers that each fact is made of, the last one; the others are needed for it. */
const ANSWERS = {
  'docker.info': ['info'],
  'docker.networks': ['networks', 'network'],
  'docker.containers': ['containers', 'container'],
  'swarm.nodes': ['nodes'],
  'swarm.services': ['services'],
  'swarm.tasks': ['tasks'],
} as const satisfies {readonly [Kind in FactKind]?: readonly Name[]};

export type EngineKind = keyof typeof ANSWERS;

/** The shell variable with the JSON that a fact is made of; empty when it is not known. */
export function answerOf(kind: EngineKind): string {
  return `l_${ANSWERS[kind].at(-1)}`;
}

const SOCKET = '/var/run/docker.sock';

/**
 * Asks with two processes what the docker CLI would need up to ten for: its start alone costs a small machine more than
 * all else that a snapshot asks. Only where the CLI would talk to that very socket.
 */
export function askEngine(kinds: ReadonlySet<FactKind>): string[] {
  const asked = (Object.keys(ANSWERS) as EngineKind[]).filter(kind => kinds.has(kind));
  const names = asked.flatMap((kind): readonly Name[] => ANSWERS[kind]);
  const first = names.filter(name => !('of' in QUESTIONS[name]));
  const then = names.filter(name => 'of' in QUESTIONS[name]);
  return [
    ...names.map(name => `l_${name}=`),
    `if [ -z "$DOCKER_HOST$DOCKER_CONTEXT" ] && [ ! -e "\${HOME:-/root}/.docker/contexts" ] && [ -S ${SOCKET} ] &&`,
    '  command -v curl >/dev/null && command -v awk >/dev/null; then',
    `f='${KEEP_AWK}'`,
    `g='${names.flatMap(keepWords).join(' ')}'`,
    'ask() {',
    'k=$1; shift',
    `eval "$(t curl -s --unix-socket ${SOCKET} -w "\\n@$n%{http_code}\\n" "$@" 2>/dev/null |`,
    '  awk -v nonce="$n" -v asks="$k" -v keeps="$g" "$f" 2>/dev/null)"',
    '}',
    `ask '${first.map(askWord).join(' ')}' ${first.map(name => urlOf(QUESTIONS[name].path)).join(' ')}`,
    ...(then.length > 0 ? ['k= u=', ...then.flatMap(askEach), '[ -z "$u" ] || ask "$k" $u'] : []),
    'fi',
  ];
}

function keepWords(name: Name): readonly string[] {
  return QUESTIONS[name].keep.map(path => `${name}:${path}`);
}

/** The bare ids are wanted of what others are asked for by. */
function askWord(name: Name): string {
  const isList = Object.values(QUESTIONS).some(question => 'of' in question && question.of === name);
  return isList ? `${name}=` : name;
}

function urlOf(path: string): string {
  return `http://docker/${path}`;
}

/** Adds to the questions one for each id; where it is known that there is none, the answer is as well. */
function askEach(name: Name): readonly string[] {
  const {path, of = ''}: Question = QUESTIONS[name];
  return [
    `for x in $l_${of}; do k="$k +${name}" u="$u ${urlOf(path.replace('ID', '$x'))}"; done`,
    `[ "$l_${of}" != ' ' ] || l_${name}='[]'`,
  ];
}
