import {createHash} from 'node:crypto';
import type {Item, Module, Run} from '../core/lesson.ts';
import {noUndo} from '../core/no-undo.ts';
import {runsIn} from './items.ts';
import type {SessionState} from './state.ts';

/** The commands of a module (`lesson/run`), and its files of code (`code:PATH`), each by a digest of what it does. */
export type CommandDigests = Readonly<Record<string, string>>;

/** What a module may run, and where: what a person agrees to before anything of it runs. */
export interface Permissions {
  readonly module: string;
  /** Where it came from, in words; null where nobody added it. */
  readonly origin: string | null;
  readonly cluster: string;
  readonly transport: SessionState['cluster']['transport'];
  /** The cluster's nodes, in words. */
  readonly where: string;
  readonly commands: number;
  /** How many of them change the cluster. */
  readonly changing: number;
  /** `service` → `redis`, `worker`. */
  readonly changes: readonly Named[];
  /** The reason why changes are not taken back → those changes, `swarm/membership`. */
  readonly kept: readonly Named[];
  readonly checks: number;
  readonly needsRoot: boolean;
  /** What works as root, or beyond the node's own network, with the number of commands that call it. */
  readonly tools: readonly {readonly tool: string; readonly commands: number}[];
  readonly lessons: readonly {readonly title: string; readonly commands: number; readonly changing: number}[];
  /** The files with code of the module's own, which runs on this machine. */
  readonly code: readonly {readonly path: string; readonly sha256: string}[];
  /** The folder on this machine that keeps what commands print. */
  readonly outputs: string;
  /** How it differs from the version that was agreed to last; null when none was. */
  readonly since: Difference | null;
}

interface Named {
  readonly name: string;
  readonly of: readonly string[];
}

interface Difference {
  readonly added: number;
  readonly changed: number;
  readonly gone: number;
  /** How many files of its code are new, are others, or are gone. */
  readonly code: number;
  /** What the cluster of this name was then, in words; null when it is the same. */
  readonly elsewhere: string | null;
}

/** What was agreed to: the commands, and the cluster in words. */
export interface Agreed {
  readonly commands: CommandDigests;
  readonly where: string;
}

const TOOLS = [
  ...['sudo', 'docker', 'nsenter', 'iptables', 'ip6tables', 'nft', 'ipvsadm', 'tcpdump', 'conntrack', 'sysctl'],
  ...['modprobe', 'mount', 'apt-get', 'reboot'],
] as const;

/** A module's words for what it does, put together from its commands: also those of folded solutions and of all variants. */
export function permissionsOf(
  {module, cluster}: SessionState,
  outputs: string,
  {where, before}: {readonly where: string; readonly before: Agreed | undefined},
): Permissions {
  const commands = commandsOf(module);
  const runs = [...commands.values()].flat();
  const changing = [...commands].filter(([, arms]) => arms.some(isChanging)).map(([id]) => id);
  const kinds = runs.flatMap(({mutates}) =>
    mutates === undefined ? [] : [mutates.split('/', 2) as [string, string?]],
  );
  return {
    module: module.title,
    origin: module.origin ?? null,
    cluster: cluster.name,
    transport: cluster.transport,
    where,
    commands: commands.size,
    changing: changing.length,
    changes: grouped(kinds.map(([kind, name]) => [kind, name ?? kind])),
    kept: grouped(runs.flatMap(keptBy)),
    checks: module.lessons.flatMap(({steps}) => steps.flatMap(({items}) => deepItems(items))).filter(isCheck).length,
    needsRoot: module.lessons.some(({needs}) => needs.privilege === 'root'),
    tools: toolsOf([...commands.values()]),
    lessons: module.lessons.map(({id, title}) => {
      const isOwn = (command: string) => command.startsWith(`${id}/`);
      return {title, commands: [...commands.keys()].filter(isOwn).length, changing: changing.filter(isOwn).length};
    }),
    code: module.own.map(({path, sha256}) => ({path, sha256})),
    outputs,
    since: before === undefined ? null : differenceOf(before, {commands: digestsOf(module), where}),
  };
}

/** Every command of a module by `lesson/run`; variants for several engines may share an id. */
function commandsOf({lessons}: Module): ReadonlyMap<string, readonly Run[]> {
  const commands = new Map<string, Run[]>();
  for (const {id, intro, steps} of lessons) {
    for (const run of runsIn(deepItems([...intro, ...steps.flatMap(({items}) => items)]))) {
      const known = commands.get(`${id}/${run.id}`);
      if (known === undefined) commands.set(`${id}/${run.id}`, [run]);
      else known.push(run);
    }
  }
  return commands;
}

/** The items with those of all variants in their place. */
function deepItems(items: readonly Item[]): readonly Item[] {
  return items.flatMap(item => {
    if (item.kind === 'variants') return item.variants.flatMap(({items: arm}) => deepItems(arm));
    if (item.kind !== 'hidden') return [item];
    return [{...item, hidden: {...item.hidden, items: deepItems(item.hidden.items)}}];
  });
}

export function digestsOf(module: Module): CommandDigests {
  const digests = [...commandsOf(module)].map(([id, arms]) => {
    const does = arms.map(({line, on, mutates, undo}) => [line, on, mutates, undo]);
    return [id, createHash('sha256').update(JSON.stringify(does)).digest('hex').slice(0, 16)] as const;
  });
  const code = module.own.map(({path, sha256}) => [`${CODE}${path}`, sha256] as const);
  return Object.fromEntries([...digests, ...code]);
}

/** Begins the names of files of code; a command's has a slash before any colon. */
const CODE = 'code:';

function differenceOf({commands: before, where: then}: Agreed, {commands: now, where}: Agreed): Difference {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const isCode = (name: string) => name.startsWith(CODE);
  const added = names.filter(name => !Object.hasOwn(before, name));
  const gone = names.filter(name => !Object.hasOwn(now, name));
  const changed = names.filter(
    name => Object.hasOwn(before, name) && Object.hasOwn(now, name) && before[name] !== now[name],
  );
  const commandsOnly = (found: readonly string[]) => found.filter(name => !isCode(name)).length;
  return {
    added: commandsOnly(added),
    changed: commandsOnly(changed),
    gone: commandsOnly(gone),
    code: [...added, ...changed, ...gone].filter(isCode).length,
    elsewhere: then === where ? null : then,
  };
}

function isChanging({mutates}: Run): boolean {
  return mutates !== undefined;
}

function isCheck({kind}: Item): boolean {
  return kind === 'check' || kind === 'task';
}

function keptBy({mutates, undo}: Run): readonly (readonly [string, string])[] {
  const reason = undo === undefined ? undefined : noUndo(undo);
  return mutates === undefined || reason === undefined ? [] : [[reason, mutates]];
}

function grouped(pairs: readonly (readonly [string, string])[]): readonly Named[] {
  const groups = new Map<string, Set<string>>();
  for (const [name, one] of pairs) groups.set(name, (groups.get(name) ?? new Set()).add(one));
  return [...groups].map(([name, of]) => ({name, of: [...of]}));
}

function toolsOf(commands: readonly (readonly Run[])[]): Permissions['tools'] {
  return TOOLS.map(tool => {
    // A word by itself, or the end of a path; `iptables-save` is iptables as well.
    const call = new RegExp(`(?:^|[\\s;|&("'\`]|bin/)${tool}(?:-\\w+)*(?=$|[\\s;|&)"'\`])`);
    return {tool, commands: commands.filter(arms => arms.some(({line}) => call.test(line))).length};
  })
    .filter(({commands: count}) => count > 0)
    .sort((one, other) => other.commands - one.commands);
}
