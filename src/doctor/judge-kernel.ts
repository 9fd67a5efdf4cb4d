import type {Frame} from '../snapshot/frames.ts';
import {FEATURES, type Feature} from './features.ts';
import type {Finding} from './finding.ts';
import {asRoot, complaint, type Look} from './look.ts';
import type {Family} from './packages.ts';

/** What the trial, and where there was none the kernel's own list, said. */
type Judged = {readonly has: boolean; readonly how: 'tried' | 'read'} | {readonly why: string};

/** Each feature that a swarm needs: tried in a scratch namespace, else read, else not known. */
export function judgeKernel(node: string, look: Look): readonly Finding[] {
  const kernel = /^KERNEL=(\S+)$/m.exec(look.frames.get('os')?.stdout ?? '')?.[1] ?? 'unknown';
  const judged = FEATURES.map(feature => [feature, judge(feature, look)] as const);
  return [
    ...judged.map(([feature, found]) => finding(node, look, feature, found, kernel)),
    ...iptablesKind(look.frames.get('iptables')),
  ];
}

function finding(node: string, look: Look, feature: Feature, found: Judged, kernel: string): Finding {
  const {name, what, without, module} = feature;
  const base = {area: 'kernel', code: `kernel.${name}`} as const;
  if ('why' in found) return {...base, standing: 'unknown', what: `${what} could not be tried: ${found.why}`};
  const how = found.how === 'tried' ? 'tried' : 'only read, not tried';
  if (found.has) return {...base, standing: 'ok', what: `${what} (${how})`};
  const command = isLoadable(module, look) ? `modprobe ${module}` : kernelCommand(look.family, kernel);
  return {
    ...base,
    standing: 'gap',
    what: `kernel ${kernel} has no ${what.replace(/^the /, '')} (${how}): ${without}`,
    ...(command !== undefined && {mend: {on: node, command: asRoot(command, look)}}),
  };
}

function judge({name, option, module}: Feature, look: Look): Judged {
  const trial = look.frames.get(`kernel.${name}`);
  if (trial?.exit === 0) return {has: true, how: 'tried'};
  const why = complaint(trial);
  if (trial !== undefined && !wasNoTrial(trial)) return {has: false, how: 'tried'};
  const value = new RegExp(`^CONFIG_${option}=(\\w)$`, 'm').exec(look.frames.get('config')?.stdout ?? '')?.[1];
  if (value === 'y' || isLoadable(module, look)) return {has: true, how: 'read'};
  // A configuration that was read, and does not name it, says that it is not there; of a module the file may be missing.
  const isRead = look.frames.get('config')?.exit === 0;
  return isRead && value === undefined ? {has: false, how: 'read'} : {why};
}

/** Where the right or the tool for the trial was missing it says nothing of the kernel. */
function wasNoTrial({exit, stderr}: Frame): boolean {
  return (
    exit === null ||
    [124, 126, 127, 137].includes(exit) ||
    /not permitted|ermission denied|not found|must be root/.test(stderr)
  );
}

function isLoadable(module: string, {frames}: Look): boolean {
  return (frames.get('modules')?.stdout ?? '').split('\n').includes(`yes ${module}`);
}

/** Distributions keep modules that few machines need in a package of their own, or in another kernel. */
function kernelCommand(family: Family | undefined, kernel: string): string | undefined {
  const commands: Readonly<Record<Family, string>> = {
    apt:
      kernel.includes('-generic') || /-(?:aws|azure|gcp|kvm)$/.test(kernel)
        ? `apt-get install -y linux-modules-extra-${kernel}`
        : 'apt-get install -y linux-image-amd64 && reboot',
    dnf: `dnf install -y kernel-modules-extra-${kernel}`,
    apk: 'apk add linux-lts && reboot',
  };
  // Where there is no package for a kernel, none of these would bring it.
  return family === undefined || /WSL|microsoft|-fc-|linuxkit/i.test(kernel) ? undefined : commands[family];
}

function iptablesKind(frame: Frame | undefined): readonly Finding[] {
  const [, version, kind = 'legacy'] = /^iptables (v[\d.]+)(?: \((\w+)\))?/m.exec(frame?.stdout ?? '') ?? [];
  const base = {area: 'kernel', code: 'kernel.iptables'} as const;
  if (version !== undefined) return [{...base, standing: 'ok', what: `iptables ${version} keeps its rules in ${kind}`}];
  // That it is not installed is told among the tools.
  if (frame?.exit === 127) return [];
  return [{...base, standing: 'unknown', what: `where iptables keeps its rules was not told: ${complaint(frame)}`}];
}
