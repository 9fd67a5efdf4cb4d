import {noHole} from './placeholders.ts';
import {outsideQuotes} from './quotes.ts';
import {commandWords} from './shell-line.ts';

/** What a command changes on its machine. */
export type Change =
  | {readonly kind: 'none'}
  | {readonly kind: 'undone'; readonly mutates: string; readonly undo: string}
  /** It may change something, and what takes that back is not certain. */
  | {readonly kind: 'unsure'; readonly mutates: string};

const NONE: Change = {kind: 'none'};

/** What is known of well-known commands; a line of several commands is never more than unsure. */
export function changeOf(command: string): Change {
  const code = outsideQuotes(command).replaceAll('\\\n', ' ');
  const parts = code.split(/\s*(?:&&|\|\||[;|]|\n)\s*/).filter(part => part.trim() !== '' && !/^\s*#/.test(part));
  const found = parts.length === 1 && !/<</.test(code) ? [changeOfOne(command)] : parts.map(changeOfOne);
  const writes = /(?:^|[^<>&\d=-])>{1,2}\s*(?!\/dev\/|&)([\w./~$-]+)/.exec(code);
  const first = found.find(change => change.kind !== 'none');
  if (parts.length === 1 && first !== undefined && writes === null) return first;
  if (writes !== null) return {kind: 'unsure', mutates: `file/${name(writes[1]!)}`};
  return first === undefined ? NONE : {kind: 'unsure', mutates: first.mutates};
}

function changeOfOne(part: string): Change {
  const words = commandWords(part);
  const all = part.trim().match(/^(?:sudo\s+)/) === null ? '' : 'sudo ';
  const found = byCommand(words);
  if (found.kind !== 'undone') return found;
  const undo = `${all}${found.undo}`;
  return noHole(undo) && !/[$`*?{\n]|-->|<!--/.test(undo) ? {...found, undo} : {kind: 'unsure', mutates: found.mutates};
}

function byCommand(words: readonly string[]): Change {
  const [command = '', verb = '', ...rest] = verbFirst(words);
  if (command === 'ip') return ofIp(words);
  if (/^(?:docker|podman|nerdctl)$/.test(command)) return ofDocker(command, verb, rest);
  if (/^ip6?tables$/.test(command)) return ofIptables(words);
  if (command === 'brctl') return ofBrctl(verb, rest);
  if (command === 'git' && onlyLooks(verb, rest)) return NONE;
  const target = words.slice(1).filter(word => !word.startsWith('-'));
  const [only, ...others] = target;
  const one = only !== undefined && others.length === 0 ? only : undefined;
  if (command === 'mkdir' && one !== undefined && words.length === 2)
    return undone(`folder/${name(one)}`, `rmdir ${one}`);
  if (/^(?:useradd|groupadd)$/.test(command) && target.length > 0) {
    const who = target.at(-1)!;
    return undone(`${command.slice(0, -3)}/${name(who)}`, `${command.replace('add', 'del')} ${who}`);
  }
  if (command === 'ln' && words.includes('-s') && target.length === 2 && words.length === 4)
    return undone(`link/${name(target[1]!)}`, `rm ${target[1]}`);
  if (
    command === 'kubectl' &&
    verb === 'create' &&
    rest.length >= 2 &&
    !rest.some(word => /^(?:-f|--filename|-k|--dry-run)/.test(word))
  ) {
    const kind = rest[0]!;
    const what = rest.filter(word => !word.startsWith('-'));
    if (/^(?:namespace|ns|deployment|deploy|configmap|cm)$/.test(kind) && what[1] !== undefined && !rest.includes('-n'))
      return undone(`${kind}/${name(what[1])}`, `kubectl delete ${kind} ${what[1]}`);
  }
  return CHANGING.test([command, verb].join(' ').trim()) || CHANGING.test(command)
    ? unsure(`system/${name(command)}`)
    : NONE;
}

/** `git remote -v`, `git branch -a`, `git config --list`: of verbs that change something with other words. */
function onlyLooks(verb: string, rest: readonly string[]): boolean {
  if (verb === 'remote') return /^(?:|-v|show|get-url)$/.test(rest[0] ?? '');
  if (verb === 'branch')
    return rest.every(word => /^(?:-[avrl]+|--(?:all|list|remotes|show-current|verbose))$/.test(word));
  if (verb === 'config') return rest.some(word => /^(?:-l|--list|--get\S*)$/.test(word));
  if (verb === 'stash') return /^(?:list|show)$/.test(rest[0] ?? '');
  return verb === 'tag' && rest.every(word => /^(?:-l|-n|--list)$/.test(word));
}

/** `kubectl -n x delete …` with its options behind the verb. */
function verbFirst(words: readonly string[]): readonly string[] {
  const [command = '', ...args] = words;
  if (!/^(?:kubectl|oc|helm|git|docker-compose)$/.test(command)) return words;
  let at = 0;
  while (args[at]?.startsWith('-')) at += /^(?:-[nCcfH]|--(?:namespace|context|kubeconfig))$/.test(args[at]!) ? 2 : 1;
  return at === 0 || at >= args.length ? words : [command, ...args.slice(at), ...args.slice(0, at)];
}

const CHANGING =
  /^(?:rm|rmdir|mv|cp|touch|mkdir|ln|chmod|chown|chgrp|tee|dd|truncate|useradd|userdel|usermod|groupadd|groupdel|adduser|deluser|passwd|mount|umount|swapoff|swapon|modprobe|rmmod|insmod|mkfs\S*|fdisk|parted|tar|unzip|gunzip|wget|install|kill|pkill|killall|patch|pvcreate|vgcreate|lvcreate|lvextend|ansible-playbook|createdb|createuser|dropdb|certbot|make|openssl (?:genrsa|req|x509)|ssh-keygen|ssh-copy-id|cfssljson|a2en\S+|a2dis\S+|sysctl -\S*[wp]|ufw (?:allow|deny|enable|disable|delete|reset)|firewall-cmd|nft (?:add|delete|flush)|ipvsadm -[ADEC]|ifconfig \S+|route (?:add|del)|hostnamectl set\S*|timedatectl set\S*|(?:apt|apt-get|yum|dnf|apk|zypper|brew|pip|pip3|npm|gem|snap|helm) (?:-y|install|remove|purge|update|upgrade|add|del|uninstall|repo)|dpkg -[irP]|rpm -[iUe]\S*|systemctl (?:start|stop|restart|reload|enable|disable|mask|unmask|daemon-reload|set-default|isolate|kill)|service \S+|kubectl (?:create|apply|delete|run|expose|scale|label|annotate|taint|drain|cordon|uncordon|patch|replace|set|rollout|config|edit)|kubeadm (?:init|join|reset|upgrade|certs)|git (?:init|clone|add|commit|checkout|switch|merge|rebase|push|pull|reset|stash|rm|mv|tag|branch|config|cherry-pick|revert|restore|fetch|remote)|docker-compose (?:up|down|start|stop|rm|build|pull|restart|create)|vagrant (?:up|destroy|halt|init)|gcloud|terraform (?:init|apply|destroy)|sed -i\S*)$/;

function ofDocker(command: string, verb: string, rest: readonly string[]): Change {
  const named = optionValue(rest, '--name');
  const last = rest.at(-1) ?? '';
  const undo = (kind: string, what: string, how: string): Change =>
    undone(`${kind}/${name(what)}`, `${command} ${how} ${what}`);
  const plain = /^[\w.-]+$/.test(last) && rest.length > 1;
  if (verb === 'run' || verb === 'create') {
    if (named !== undefined)
      return rest.includes('--rm') && !rest.some(word => /^(?:-\w*d\w*|--detach)$/.test(word))
        ? NONE
        : undo('container', named, 'rm -f');
    return rest.includes('--rm') && !rest.some(word => /^(?:-\w*d\w*|--detach)$/.test(word))
      ? NONE
      : unsure('container/unnamed');
  }
  if (verb === 'container' && /^(?:run|create)$/.test(rest[0] ?? ''))
    return named === undefined ? unsure('container/unnamed') : undo('container', named, 'rm -f');
  if ((verb === 'network' || verb === 'volume') && rest[0] === 'create')
    return plain ? undo(verb, last, `${verb} rm`) : unsure(`${verb}/unnamed`);
  if (verb === 'service' && rest[0] === 'create')
    return named === undefined ? unsure('service/unnamed') : undo('service', named, 'service rm');
  if (verb === 'secret' || verb === 'config') {
    const what = rest.filter(word => !word.startsWith('-'))[1];
    if (rest[0] === 'create') return what === undefined ? unsure(`${verb}/unnamed`) : undo(verb, what, `${verb} rm`);
    return rest[0] === 'rm' ? unsure(`${verb}/state`) : NONE;
  }
  if (verb === 'stack' && rest[0] === 'deploy')
    return /^[\w-]+$/.test(last) ? undo('stack', last, 'stack rm') : unsure('stack/unnamed');
  if (verb === 'tag' && rest.length === 2) return undo('image', last, 'rmi');
  if (
    /^(?:rm|rmi|stop|start|restart|kill|pause|unpause|rename|update|build|commit|pull|push|load|import|cp|login|logout)$/.test(
      verb,
    )
  )
    return unsure(`docker/${verb}`);
  if (
    /^(?:network|volume|service|node|swarm|container|image|system|stack|plugin|compose|builder|context)$/.test(verb) &&
    !/^(?:ls|list|inspect|ps|logs|df|info|events|history|top|port|stats|config|images|version|ca|join-token|)$/.test(
      rest[0] ?? '',
    )
  )
    return unsure(`${verb}/state`);
  return NONE;
}

const IP_OBJECTS: readonly (readonly [RegExp, string])[] = [
  [/^l(?:i(?:n(?:k)?)?)?$/, 'link'],
  [/^a(?:d(?:d(?:r(?:e(?:s(?:s)?)?)?)?)?)?$/, 'address'],
  [/^r(?:o(?:u(?:t(?:e)?)?)?)?$/, 'route'],
  [/^ru(?:l(?:e)?)?$/, 'rule'],
  [/^n(?:e(?:i(?:g(?:h)?)?)?)?$|^neighbou?r$/, 'neighbour'],
  [/^netns$|^tunnel$|^xfrm$|^maddr$|^tuntap$/, 'other'],
];

function ofIp(words: readonly string[]): Change {
  let at = 1;
  while (/^-/.test(words[at] ?? '')) at += /^-(?:n|netns)$/.test(words[at]!) ? 2 : 1;
  const head = words.slice(0, at).join(' ');
  const [object = '', verb = '', ...rest] = words.slice(at);
  if (object === 'netns' && verb === 'exec')
    return within(`${words.slice(0, at + 3).join(' ')} `, byCommand(words.slice(at + 3)));
  const kind = IP_OBJECTS.find(([pattern]) => pattern.test(object))?.[1];
  if (kind === undefined || !/^(?:a|add|del|delete|set|s|change|replace|flush|append|prepend|attach)$/.test(verb))
    return NONE;
  const adds = verb === 'add' || verb === 'a';
  if (object === 'netns' && adds && rest.length === 1)
    return undone(`netns/${name(rest[0]!)}`, `${head} netns del ${rest[0]}`);
  if (kind === 'link' && adds) {
    const device = rest[0] === 'name' || rest[0] === 'dev' ? rest[1] : rest[0] === 'link' ? undefined : rest[0];
    return device === undefined || device === 'type'
      ? unsure('link/unnamed')
      : undone(`link/${name(device)}`, `${head} link del ${device}`);
  }
  if (/^(?:address|route|rule|neighbour)$/.test(kind) && adds && rest.length > 0)
    return undone(
      `${kind}/${name(rest[0] === 'default' ? 'default' : rest[0]!)}`,
      `${head} ${object} del ${rest.join(' ')}`,
    );
  return unsure(
    `${kind === 'other' ? object : kind}/${name(rest.find(word => !/^(?:dev|name)$/.test(word)) ?? 'state')}`,
  );
}

function within(wrapper: string, change: Change): Change {
  return change.kind === 'undone' ? {...change, undo: wrapper + change.undo} : change;
}

function ofIptables(words: readonly string[]): Change {
  const at = words.findIndex(word =>
    /^(?:-[AINDFXPRZE]|--(?:append|insert|new-chain|delete|flush|delete-chain|policy|replace))$/.test(word),
  );
  if (at < 0) return NONE;
  const chain = words[at + 1] ?? 'all';
  const back = (flag: string, rest: readonly string[]): Change =>
    undone(`rule/${name(chain)}`, [...words.slice(0, at), flag, ...rest].join(' '));
  if (/^(?:-A|--append)$/.test(words[at]!)) return back('-D', words.slice(at + 1));
  if (/^(?:-I|--insert)$/.test(words[at]!))
    return back(
      '-D',
      words.slice(at + 1).filter((word, i) => i !== 1 || !/^\d+$/.test(word)),
    );
  if (/^(?:-N|--new-chain)$/.test(words[at]!)) return back('-X', words.slice(at + 1));
  return unsure(`rule/${name(chain)}`);
}

function ofBrctl(verb: string, [bridge, port]: readonly string[]): Change {
  if (verb === 'addbr' && bridge !== undefined) return undone(`bridge/${name(bridge)}`, `brctl delbr ${bridge}`);
  if (verb === 'addif' && bridge !== undefined && port !== undefined)
    return undone(`bridge/${name(bridge)}`, `brctl delif ${bridge} ${port}`);
  return /^show/.test(verb) || verb === '' ? NONE : unsure(`bridge/${name(bridge ?? 'state')}`);
}

function optionValue(words: readonly string[], option: string): string | undefined {
  const at = words.findIndex(word => word === option || word.startsWith(`${option}=`));
  const value = at < 0 ? undefined : words[at] === option ? words[at + 1] : words[at]!.slice(option.length + 1);
  return value !== undefined && /^[\w.-]+$/.test(value) ? value : undefined;
}

function undone(mutates: string, undo: string): Change {
  return {kind: 'undone', mutates, undo};
}

function unsure(mutates: string): Change {
  return {kind: 'unsure', mutates};
}

/** As it may stand behind the `/` of `mutates`. */
function name(word: string): string {
  return word.replace(/[^\w./:@-]/g, '').slice(0, 60) || 'state';
}
