import type {Device, DeviceKey, Space} from '../topology.ts';
import {LINES} from './glyphs.ts';
import {drawnDevices, type Plan} from './plan.ts';
import {stepWords} from './trace.ts';
import {addressWords, balanceWords} from './words.ts';

/** A line of the drawing of a namespace. */
export interface TreeLine {
  /** The device that it tells of; none for what IPVS does and what is not known. */
  readonly device?: DeviceKey;
  /** The connectors left of it; of a line that goes on with the device above, its indentation too. */
  readonly stem: string;
  readonly text: string;
}

/** The lines of a namespace: bridges with their ports below them, then all other devices, then what IPVS does. */
export function spaceLines(plan: Plan, space: Space): readonly TreeLine[] {
  const devices = drawnDevices(space);
  const bridges = devices.filter(({kind}) => kind === 'bridge');
  const ported = new Set(bridges.flatMap(({key}) => (plan.ports.get(key) ?? []).map(({port}) => port)));
  const alone = devices.filter(({key, kind}) => kind !== 'bridge' && !ported.has(key));
  const bare = (text: string): TreeLine => ({stem: '', text});
  return [
    ...alone.flatMap(device => deviceLines(plan, device, '', '')),
    ...bridges.flatMap(bridge => bridgeLines(plan, bridge)),
    ...balanceWords(plan.topology, space).map(({long}) => bare(long)),
    ...space.problems.map(({fact, detail}) => bare(`not known: ${fact.split('@')[0]}: ${detail}`)),
  ];
}

function bridgeLines(plan: Plan, bridge: Device): readonly TreeLine[] {
  const ports = plan.ports.get(bridge.key) ?? [];
  return [
    ...deviceLines(plan, bridge, '', ''),
    ...ports.flatMap(({port, forwards}, index) => {
      const isLast = index === ports.length - 1;
      const device = plan.at.get(port)!.device;
      const after = isLast ? '   ' : `${LINES.down}  `;
      return deviceLines(plan, device, `${isLast ? LINES.last : LINES.branch} `, after, !forwards);
    }),
  ];
}

/** A device and where it leads; further lines are indented by `after`. */
function deviceLines(plan: Plan, device: Device, before: string, after: string, blocked = false): readonly TreeLine[] {
  const {key, ifname, vni, up} = device;
  const state = `${up ? '' : ' (down)'}${blocked ? ' (blocked)' : ''}`;
  const detail = vni === undefined ? addressWords(plan.topology, device) : `VNI ${vni}`;
  const head = `${stepWords(plan.trace, key)}${ifname}${state}${detail === '' ? '' : ` ${detail}`}`;
  const peer = plan.peer.get(key);
  const leads = [
    ...(peer === undefined ? [] : [`${LINES.wire} ${placeOf(plan, peer)}`]),
    ...tunnelWords(plan, key),
    ...(plan.unresolved.get(key) ?? []).map(({looksFor}) => `? not found: ${looksFor}`),
  ];
  const [first, ...more] = leads;
  return [
    {device: key, stem: before, text: first === undefined ? head : `${head} ${first}`},
    ...more.map(text => ({device: key, stem: `${after}  `, text})),
  ];
}

function tunnelWords(plan: Plan, key: DeviceKey): readonly string[] {
  const tunnels = plan.tunnels.get(key) ?? [];
  if (tunnels.length === 0) return [];
  return [`${LINES.tunnel} ${tunnels.map(({to}) => machineOf(plan, to)).join(', ')}`];
}

/** Its node: of a device that is not drawn, the key still tells it. */
function machineOf({topology}: Plan, key: DeviceKey): string {
  return topology.machines.find(({id}) => key.startsWith(`${id}/`))?.id ?? key;
}

/** `eth0 of redis.2`. */
function placeOf({at}: Plan, key: DeviceKey): string {
  const spot = at.get(key);
  return spot === undefined ? key : `${spot.device.ifname} of ${spot.space.label}`;
}
