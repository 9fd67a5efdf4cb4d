import {gzipSync} from 'node:zlib';
import {type FactKind, MANAGER_FACTS, NETNS_FACTS} from '../core/facts.ts';
import {answerOf, askEngine, type EngineKind} from './ask-engine.ts';
import {FRAMES} from './frames-script.ts';
import {lookScript} from './look-script.ts';
import {CONTAINER, INFO, NODE, SERVICE, TASK} from './templates.ts';

/** Seconds that one docker command may take on a node. */
const LIMIT_SECONDS = 10;
/** And the commands in all its namespaces together. */
const NETNS_SECONDS = 20;

/** Enters each namespace once: what is asked there is asked by a shell that is in it. */
const IN_EACH = `for p; do
case $p in host) (set -- host; eval "$c");; *) nsenter --net="$p" sh -c "$c" sh "\${p##*/}";; esac
done`;

/**
 * The POSIX shell line that collects facts of these kinds on one node. What it prints is read by \`readFrames\`. It
 * writes nothing to the node's disk, needs no tool but the docker CLI, iproute2, iptables and ipvsadm, and leaves out
 * at the source what may hold secrets (environments, tokens).
 */
export function collectorScript(kinds: ReadonlySet<FactKind>, nonce: string): string {
  const inside = NETNS_FACTS.filter(kind => kinds.has(kind));
  const managers = MANAGER_FACTS.filter(kind => kinds.has(kind));
  return [
    `n=${nonce}`,
    'LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'export LC_ALL PATH',
    FRAMES.trimEnd(),
    `limit=${LIMIT_SECONDS}`,
    'if command -v timeout >/dev/null; then t() { timeout $limit "$@"; }; else t() { "$@"; }; fi',
    // An object may go between its listing and its inspection: look a second time then, but not after a time-out.
    'twice() { run "$@"; [ "$s" != 1 ] || run "$@"; }',
    `known() { [ -n "$2" ] && b "$1" && printf '%s\\n' "$2" && e 0; }`,
    ...askEngine(managers.length > 0 ? new Set([...kinds, 'docker.info']) : kinds),
    ...(managers.length > 0 || kinds.has('docker.info') ? engineInfo() : []),
    ...(kinds.has('docker.networks')
      ? inspection('docker.networks', 't docker network ls -q --no-trunc', 'docker network inspect -v')
      : []),
    ...(kinds.has('docker.containers')
      ? inspection(
          'docker.containers',
          't docker ps -q --no-trunc',
          `docker inspect --type container ${format(CONTAINER)}`,
        )
      : []),
    ...(managers.length > 0 ? ['if [ -n "$m" ]; then', ...managers.flatMap(managerFact), 'fi'] : []),
    // The kernel prints the very keys of the associations unless it is told not to.
    ...(kinds.has('node.xfrm')
      ? ['look() { t ip xfrm state list nokeys && t ip xfrm policy list; }', 'run node.xfrm look']
      : []),
    ...(kinds.has('node.sockets') ? ['run node.sockets t ss -tulnp'] : []),
    ...(kinds.has('ns.iptables') ? ['run iptables iptables-save -V'] : []),
    ...(inside.length > 0 || kinds.has('netns') ? namespaces(inside) : []),
    'run done true',
  ].join('\n');
}

export function collectorLine(kinds: ReadonlySet<FactKind>, nonce: string): string {
  return packedLine(collectorScript(kinds, nonce));
}

/**
 * A script as one short line: some ssh servers take no command of more than 9000 bytes (dropbear), and escaping doubles
 * its quotes and newlines.
 */
export function packedLine(script: string): string {
  const packed = gzipSync(script, {level: 9}).toString('base64');
  return `eval "$(echo ${packed} | base64 -d | gzip -d)"`;
}

/** Also tells the script whether this node is a manager: `$m`. */
function engineInfo(): string[] {
  return [
    'b docker.info',
    's=0 m= i=$l_info',
    `[ -n "$i" ] || { i=$(t docker info ${format(INFO)}); s=$?; }`,
    'printf %s "$i"',
    'e "$s"',
    'case $i in *\'"ControlAvailable":true\'*) m=1;; esac',
  ];
}

/** What the engine has told, else what the docker CLI lists and inspects. */
function inspection(kind: EngineKind, list: string, inspect: string): string[] {
  return [
    `look() { i=$(${list}) || return; [ -z "$i" ] || t ${inspect} $i; }`,
    `known ${kind} "$${answerOf(kind)}" || twice ${kind} look`,
  ];
}

function managerFact(kind: (typeof MANAGER_FACTS)[number]): string[] {
  switch (kind) {
    case 'swarm.nodes':
      return inspection(kind, 't docker node ls -q', `docker node inspect ${format(NODE)}`);
    case 'swarm.services':
      return inspection(kind, 't docker service ls -q', `docker service inspect ${format(SERVICE)}`);
    case 'swarm.tasks':
      return [
        'tasks() { v=$(t docker service ls -q) && { [ -z "$v" ] || t docker service ps -q --no-trunc $v; }; }',
        ...inspection(kind, 'tasks', `docker inspect --type task ${format(TASK)}`),
      ];
  }
}

/**
 * Only mounts of nsfs are live namespaces: Docker leaves files of dead ones beside them for a minute. Two names with one
 * inode are looked into once, the host's first.
 */
function namespaces(inside: readonly (typeof NETNS_FACTS)[number][]): string[] {
  return [
    'h=$(readlink /proc/self/ns/net) a=" $h "',
    'b netns',
    `printf 'host %s\\n' "$h"`,
    'l=',
    'while read -r x x x r p x; do',
    '  case $r in net:*) ;; *) continue;; esac',
    '  case $p in */docker*/netns/*) ;; *) continue;; esac',
    `  printf '%s %s\\n' "\${p##*/}" "$r"`,
    '  case $a in *" $r "*) continue;; esac',
    '  a="$a$r " l="$l $p"',
    'done </proc/self/mountinfo',
    'e 0',
    ...(inside.length > 0
      ? [
          `c=${quote(lookScript(inside))}`,
          'export n c',
          `limit=${NETNS_SECONDS}`,
          `t sh -c ${quote(IN_EACH)} sh host $l`,
        ]
      : []),
  ];
}

function format(template: string): string {
  return `--format ${quote(template)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
