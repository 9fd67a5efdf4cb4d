import {NETNS_FACTS} from '../core/facts.ts';
import {ALL_KINDS} from '../snapshot/collect.ts';
import {lookScript} from '../snapshot/look-script.ts';
import {probeScript} from '../snapshot/probes.ts';
import {collectorScript} from '../snapshot/script.ts';
import type {NeededTool} from './judge-tools.ts';
import {KNOWN_TOOLS} from './packages.ts';

/** What the lessons say that they need, and for a swarm what the looks for checks call: read from their own scripts. */
export function neededTools(
  lessons: readonly {readonly id: string; readonly tools: readonly string[]}[],
  isOfSwarm: boolean,
): readonly NeededTool[] {
  const own = new Set(isOfSwarm ? calledBy(lookScripts()) : []);
  const all = new Set([...lessons.flatMap(({tools}) => tools), ...own]);
  return [...all].sort().map(tool => ({
    tool,
    lessons: lessons.filter(({tools}) => tools.includes(tool)).map(({id}) => id),
    looks: own.has(tool),
  }));
}

function lookScripts(): string {
  const nonce = '0'.repeat(32);
  // All scripts travel packed.
  const unpack = 'base64 -d | gzip -d';
  return [collectorScript(ALL_KINDS, nonce), lookScript(NETNS_FACTS), probeScript('probe.mesh', nonce), unpack].join(
    '\n',
  );
}

/** Tools that stand where a shell takes a command. */
function calledBy(script: string): readonly string[] {
  return KNOWN_TOOLS.filter(tool =>
    new RegExp(`(?:^|[|;&({)]|\\b(?:t|do|then|if)|\\brun (?:[\\w.]+|"[^"]*")) *${tool}(?= |$)`, 'm').test(script),
  );
}
