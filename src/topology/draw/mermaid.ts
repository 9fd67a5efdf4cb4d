import type {DeviceKey, Topology} from '../topology.ts';
import type {Walk} from '../walk.ts';
import {walkList} from './hop-list.ts';
import {drawnDevices, type Plan, planOf} from './plan.ts';
import {stepWords, traceOf} from './trace.ts';
import {addressWords, balanceWords, machineWords, spaceWords} from './words.ts';

/** A flowchart for Mermaid, which many viewers of Markdown draw. Ids are numbers, names stand in quoted labels only. */
export function drawMermaid(topology: Topology, walk: Walk | null): string {
  const plan = planOf(topology, traceOf(topology, walk));
  const ids = new Map([...plan.at.keys()].map((key, index) => [key, `d${index}`]));
  const lines = ['flowchart LR'];
  for (const [m, machine] of topology.machines.entries()) {
    lines.push(`  subgraph m${m}["${escapeLabel(machineWords(machine))}"]`);
    if (machine.problem !== null)
      lines.push(`    p${m}["${escapeLabel(`could not be looked at: ${machine.problem}`)}"]`);
    for (const [s, space] of machine.spaces.entries()) {
      lines.push(
        `    subgraph m${m}s${s}["${escapeLabel(stepWords(plan.trace, space.key) + spaceWords(topology, space))}"]`,
      );
      const devices = drawnDevices(space);
      for (const device of devices) {
        const detail = device.vni === undefined ? addressWords(topology, device) : `VNI ${device.vni}`;
        const title = `${stepWords(plan.trace, device.key)}${device.ifname}${device.up ? '' : ' (down)'}`;
        const label = [title, detail]
          .filter(words => words !== '')
          .map(escapeLabel)
          .join('<br/>');
        lines.push(`      ${ids.get(device.key)}["${label}"]`);
      }
      const rest = balanceWords(topology, space).map(({long}) => long);
      if (devices.length + rest.length === 0) rest.push('only the loopback');
      if (rest.length > 0) lines.push(`      m${m}s${s}b["${rest.map(escapeLabel).join('<br/>')}"]`);
      lines.push('    end');
    }
    lines.push('  end');
  }
  lines.push(...edgeLines(topology, ids), ...walkLines(plan, ids, walk));
  return `${lines.join('\n')}\n`;
}

function edgeLines({edges}: Topology, ids: ReadonlyMap<DeviceKey, string>): readonly string[] {
  const both = new Set<string>();
  return edges.flatMap((edge, index): readonly string[] => {
    if (edge.kind === 'veth') return [`  ${ids.get(edge.ends[0])} --- ${ids.get(edge.ends[1])}`];
    if (edge.kind === 'port') {
      const blocked = edge.forwards ? '' : '|blocked|';
      return [`  ${ids.get(edge.port)} -.-${blocked} ${ids.get(edge.bridge)}`];
    }
    if (edge.kind === 'unresolved') {
      const what = escapeLabel(edge.looksFor);
      return [`  u${index}["not found: ${what}"]`, `  ${ids.get(edge.from)} -.-x u${index}`];
    }
    const {from, to, vni} = edge;
    if (both.has(`${to} ${from}`)) return [];
    both.add(`${from} ${to}`);
    const isBoth = edges.some(other => other.kind === 'tunnel' && other.from === to && other.to === from);
    return [`  ${ids.get(from)} ${isBoth ? '<==>' : '==>'}|VNI ${vni}| ${ids.get(to)}`];
  });
}

/** The devices of the walk, and its hops in words. */
function walkLines({topology, trace}: Plan, ids: ReadonlyMap<DeviceKey, string>, walk: Walk | null): readonly string[] {
  if (walk === null) return [];
  const on = [...trace.steps.keys()].flatMap(key => ids.get(key) ?? []);
  const words = `  walk["${walkList(topology, walk).map(escapeLabel).join('<br/>')}"]`;
  if (on.length === 0) return [words];
  return [words, '  classDef path stroke:#c2185b,stroke-width:3px', `  class ${on.join(',')} path`];
}

/** Text of others inside a quoted label: what means something there becomes a character code of Mermaid's own. */
export function escapeLabel(text: string): string {
  return [...text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ')]
    .map(sign => (/["#&<>`;\\*_~[\](){}|$%]/.test(sign) ? `#${sign.codePointAt(0)};` : sign))
    .join('');
}
