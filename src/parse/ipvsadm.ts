import type {Note, Parser} from '../core/parsed.ts';
import type {IpvsConnection, ServiceTable} from '../core/rows/ipvs.ts';
import type {IpvsLine, ServiceDraft} from './ipvs-draft.ts';
import {
  isServerHeading,
  type Layout,
  PLAIN,
  readConnection,
  readHeading,
  readServerLine,
  readServiceLine,
  readTimeouts,
} from './ipvsadm-list.ts';
import {readSaveLine, saveKey} from './ipvsadm-save.ts';
import {envelope} from './scan/envelope.ts';
import {type Line, normalise, rowsOf} from './scan/normalise.ts';

interface State {
  readonly services: ServiceDraft[];
  readonly connections: IpvsConnection[];
  readonly notes: Note[];
  /** Services of the save form. */
  readonly saved: Map<string, ServiceDraft>;
  variant: string;
  layout: Layout | undefined;
  current: ServiceDraft | undefined;
  timeouts: ServiceTable['timeouts'];
}

/** `ipvsadm -L` with or without -n, --stats, --rate, --thresholds, --persistent-conn, -c, --timeout; `ipvsadm -S`. */
export const parseIpvsadm: Parser<ServiceTable> = text => {
  const input = normalise(text);
  const state: State = {
    services: [],
    connections: [],
    notes: [],
    saved: new Map(),
    variant: 'text',
    layout: undefined,
    current: undefined,
    timeouts: undefined,
  };
  const unparsed = rowsOf(input).filter(row => !take(readLine(row.text.trim(), state), row, state));
  const {services, connections, timeouts, variant, notes} = state;
  const data: ServiceTable = {services, ...(variant === 'connections' && {connections}), ...(timeouts && {timeouts})};
  return envelope(input, {command: 'ipvsadm', variant, data, unparsed, notes});
};

function readLine(text: string, state: State): IpvsLine | undefined {
  const words = text.split(/[ \t]+/);
  const [first = ''] = words;
  if (first === '-A' || first === '-a') {
    state.variant = 'save';
    return readSaveLine(words);
  }
  if (text.startsWith('IP Virtual Server version ') || text === 'IPVS connection entries') return {kind: 'heading'};
  if (words.join() === 'pro,expire,state,source,virtual,destination') {
    state.variant = 'connections';
    return {kind: 'heading'};
  }
  const layout = readHeading(words);
  if (layout) {
    state.layout = layout;
    state.variant = layout.variant;
    state.current = undefined;
    return {kind: 'heading'};
  }
  if (isServerHeading(words)) return {kind: 'heading'};
  if (first === '->') return readServerLine(words, state.layout ?? PLAIN);
  if (first === 'Timeout') return readTimeouts(text);
  const connection = readConnection(words);
  if (connection) return connection;
  if (!/^(?:TCP|UDP|SCTP|FWM)$/.test(first)) return undefined;
  // If it is not understood, its servers must not go to the service before.
  state.current = undefined;
  return readServiceLine(words, state.layout ?? PLAIN);
}

function take(line: IpvsLine | undefined, row: Line, state: State): boolean {
  switch (line?.kind) {
    case 'service':
      state.services.push(line.service);
      if (row.text.trim().startsWith('-A')) state.saved.set(saveKey(row.text.trim().split(/[ \t]+/)), line.service);
      else noteHeaderless(row, state);
      state.current = line.service;
      if (line.service.truncated) noteCut(row, state);
      return true;
    case 'server': {
      const service = line.key === undefined ? state.current : state.saved.get(line.key);
      service?.servers.push(line.server);
      if (service && line.server.truncated) noteCut(row, state);
      return service !== undefined;
    }
    case 'connection':
      state.variant = 'connections';
      state.connections.push(line.connection);
      return true;
    case 'timeouts':
      state.timeouts = line.timeouts;
      return true;
    default:
      return line !== undefined;
  }
}

function noteHeaderless({number}: Line, {layout, notes}: State): void {
  if (layout || notes.some(note => note.kind === 'headerless')) return;
  notes.push({kind: 'headerless', line: number, text: 'services without the heading above them'});
}

function noteCut({number}: Line, {notes}: State): void {
  if (notes.some(note => note.kind === 'truncated')) return;
  notes.push({kind: 'truncated', line: number, text: 'names are cut to 28 characters, ports with them; list with -n'});
}
