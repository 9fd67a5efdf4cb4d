import type {Link} from '../core/rows/link.ts';
import {type Rest, takeTable} from './net-tools-table.ts';
import {isWhole, splitWords} from './scan/keywords.ts';

const FLAG_NAMES: Readonly<Record<string, string>> = {
  A: 'ALLMULTI',
  B: 'BROADCAST',
  D: 'DEBUG',
  L: 'LOOPBACK',
  p: 'PROMISC',
  d: 'DYNAMIC',
  O: 'NOARP',
  P: 'POINTOPOINT',
  s: 'SLAVE',
  m: 'MASTER',
  M: 'MULTICAST',
  R: 'RUNNING',
  N: 'NOTRAILERS',
  U: 'UP',
};
const FLAGS = /^[ABDLpdOPsmMRNU]+$/;

/** Takes the rows of `netstat -i` and `ifconfig -s` out of the texts. */
export function takeIfaceRows(texts: readonly string[]): Rest & {readonly links: readonly Link[]} {
  const links: Link[] = [];
  const rest = takeTable(texts, {
    takeRow(text) {
      const link = readRow(text);
      // An alias (`eth0:1`) has no counters, and is no link of its own.
      if (link && !link.ifname.includes(':')) links.push(link);
      return link !== undefined;
    },
    isHeader: text => /^\S+\s+MTU\s/.test(text),
    isTitle: text => text === 'Kernel Interface table',
  });
  return {...rest, links};
}

/** `eth0 1500 2471 0 4 0 2604 0 0 0 BMRU`; old versions have a metric behind the MTU. */
function readRow(line: string): Link | undefined {
  const words = splitWords(line);
  const [ifname, mtu, ...behind] = words;
  const flags = behind.pop();
  if (ifname === undefined || /^\s|^\d+$/.test(line) || !isWhole(mtu) || flags === undefined) return undefined;
  if (!FLAGS.test(flags) && !/^\[.*\]$/.test(flags)) return undefined;
  const names = FLAGS.test(flags) ? [...flags].map(letter => FLAG_NAMES[letter]!) : [];
  const link = {ifname, mtu: Number(mtu), flags: names, altnames: [], addrInfo: []};
  const isAlias = ifname.includes(':') && behind.includes('-') && behind.at(-1) === '-';
  if (isAlias) return link;
  if (!behind.every(isWhole) || (behind.length !== 8 && behind.length !== 9)) return undefined;
  const [rxPackets, rxErrors, rxDropped, rxFifo, txPackets, txErrors, txDropped, txFifo] = behind.slice(-8).map(Number);
  return {
    ...link,
    stats: {
      rx: {packets: rxPackets!, errors: rxErrors!, dropped: rxDropped!, fifo_errors: rxFifo!},
      tx: {packets: txPackets!, errors: txErrors!, dropped: txDropped!, fifo_errors: txFifo!},
    },
  };
}
