import {describe, expect, test} from 'vitest';
import {readTutorial} from '../../../src/author/import/blocks.ts';
import {candidatesIn} from '../../../src/author/import/candidates.ts';
import {changeOf} from '../../../src/author/import/changes.ts';
import {makeNames} from '../../../src/author/import/names.ts';
import {parserFor} from '../../../src/author/import/parser-for.ts';
import {unfilled} from '../../../src/author/import/placeholders.ts';
import {harmless} from '../../../src/author/import/prose.ts';
import {runningOf} from '../../../src/author/import/running.ts';
import {matchesType} from '../../../src/core/value-type.ts';
import {parsers} from '../../../src/parse/registry.ts';

describe('what a command changes, and what takes it back', () => {
  test.each([
    ['docker run -d --name web nginx', 'container/web', 'docker rm -f web'],
    ['sudo docker network create -d overlay vote', 'network/vote', 'sudo docker network rm vote'],
    ['docker volume create data', 'volume/data', 'docker volume rm data'],
    ['docker service create --name redis redis:alpine', 'service/redis', 'docker service rm redis'],
    ['sudo ip netns add red', 'netns/red', 'sudo ip netns del red'],
    ['ip link add veth0 type veth peer name veth1', 'link/veth0', 'ip link del veth0'],
    ['ip -n red addr add 10.0.0.1/24 dev veth0', 'address/10.0.0.1/24', 'ip -n red addr del 10.0.0.1/24 dev veth0'],
    [
      'ip netns exec red ip route add default via 10.0.0.1',
      'route/default',
      'ip netns exec red ip route del default via 10.0.0.1',
    ],
    [
      'iptables -t nat -A POSTROUTING -j MASQUERADE',
      'rule/POSTROUTING',
      'iptables -t nat -D POSTROUTING -j MASQUERADE',
    ],
    ['iptables -I INPUT 1 -p tcp -j DROP', 'rule/INPUT', 'iptables -D INPUT -p tcp -j DROP'],
    ['brctl addbr br0', 'bridge/br0', 'brctl delbr br0'],
    ['useradd -m sammy', 'user/sammy', 'userdel sammy'],
    ['mkdir work', 'folder/work', 'rmdir work'],
  ])('%s', (command, mutates, undo) => expect(changeOf(command)).toEqual({kind: 'undone', mutates, undo}));

  test.each([
    'kubectl -n kube-system delete svc web',
    'k -n x rollout restart deploy/web',
    'apt-get install nginx',
    'mkdir -p a/b',
    'docker run -d nginx',
    'rm -rf work',
    'ls > file',
    'systemctl start nginx',
    'docker network create a && docker network create b',
    'useradd $NAME',
    'ip link set veth0 up',
    'cat <<EOF > a\nx\nEOF',
    'ip netns add a; ip netns add b',
    'kubectl apply -f a.yaml',
    'iptables -F',
    'git commit -m x',
    'echo a | tee file',
  ])('not certain: %s', command => expect(changeOf(command).kind).toBe('unsure'));

  test.each([
    'docker ps',
    'git remote -v',
    'git branch -a',
    'git config --list',
    'ip addr',
    'ls -l',
    'docker network ls',
    'iptables -nvL -t nat',
    'docker run --rm alpine ls',
    'kubectl get pods',
    "awk '$1 > 3' file",
    'ip netns exec red ip link',
    'git status',
    'ls 2>/dev/null',
    'docker service ps redis',
  ])('nothing: %s', command => expect(changeOf(command)).toEqual({kind: 'none'}));
});

describe('what runs where nobody types', () => {
  test.each([
    'tail -f log',
    'tcpdump -i eth0',
    'ping 10.0.0.1',
    'journalctl -fu nginx',
    'kubectl get pods -w',
    'docker logs -f web',
    'docker compose up',
    'sudo ip netns exec red ping 10.0.0.2',
    'ip monitor',
  ])('a stream: %s', command => {
    expect(runningOf(command).kind).toBe('stream');
  });
  test.each([
    'docker exec -it web bash',
    'docker run -it --rm alpine sh',
    'kubectl exec -ti web -- sh',
    'vim a',
    'top',
    'watch ls',
    'su -',
    'sudo -i',
    'nix-shell -p git',
    'buildah unshare',
    'ssh root@red',
    'psql',
    'mysql -u root -p',
    'bash',
    'nsenter --net=/x sh',
    'ip netns exec red bash',
    'git commit',
    'exit',
    'sudo reboot',
  ])('not: %s', command => {
    expect(runningOf(command).kind).toBe('no');
  });
  test.each([
    'nix-shell -p git --run ls',
    'buildah unshare ls',
    'tcpdump -c 5 -i eth0',
    'ping -c 3 10.0.0.1',
    'tail -n 3 log',
    'docker exec web ip link',
    'ssh red ls',
    'psql -c "select 1"',
    'docker run -d -it alpine',
    'top -bn1',
    'docker compose up -d',
    'bash script.sh',
    'timeout 5 ping a',
    'incus exec web -- rm /bin/bash',
    'python3 -V',
    'ls | less',
  ])('it ends: %s', command => {
    expect(runningOf(command)).toEqual({kind: 'ends'});
  });
});

describe('the parser of a command', () => {
  test.each([
    ['sudo brctl show', 'brctl.show'],
    ['bridge fdb show dev vxlan0', 'bridge.fdb'],
    ['docker network ls', 'docker.network-ls'],
    ['docker container ls -a', 'docker.ps'],
    ['ip a', 'ip.addr'],
    ['ip -d link show vx-1', 'ip.link'],
    ['ip r', 'ip.route'],
    ['docker exec web ip link', 'ip.link'],
    ['ip netns exec red ip addr', 'ip.addr'],
    ['sudo iptables -t nat -nvL', 'iptables'],
    ['ipvsadm -Ln', 'ipvsadm'],
    ['netstat -nr', 'netstat'],
    ['docker service ps redis', 'docker.service-ps'],
    ['docker network inspect vote', 'docker.inspect'],
    ['# all\nip neigh', 'ip.neigh'],
    ['ss -tln', 'ss'],
    ['ip addr add 10.0.0.1/24 dev a', undefined],
    ['ip link | grep eth', undefined],
    ['docker ps -q', undefined],
    ['docker inspect -f x web', undefined],
    ['route add default gw a', undefined],
    ['ls', undefined],
    ['iptables -A INPUT -j DROP', undefined],
  ])('%s: %s', (command, parser) => expect(parserFor(command)).toBe(parser));

  test('each example of a parser leads to it, but for those of any text', () => {
    const general = ['json', 'lines'];
    for (const {name, examples} of parsers.values()) {
      if (general.includes(name)) continue;
      expect([name, examples.some(example => parserFor(example.replace('…', 'x')) === name)]).toEqual([name, true]);
    }
  });
});

test('placeholders of tutorials are told from what shells and formats have', () => {
  expect(unfilled('docker exec <container-id> ip link')).toEqual(['<container-id>']);
  expect(unfilled('echo $YOUR_TOKEN {{name}} YOUR_IP')).toEqual(['$YOUR_TOKEN', '{{name}}', 'YOUR_IP']);
  expect(unfilled('docker inspect xxxx')).toEqual(['xxxx']);
  expect(unfilled('docker run --net dev ...')).toEqual(['...']);
  expect(unfilled('az group show -n $MY_GROUP', new Set(['MY_GROUP']))).toEqual([]);
  for (const plain of [
    "docker ps --format '{{.Names}}'",
    'cat < file',
    'sort <(ls) <(ls a)',
    "awk '/\\<par\\>/' a",
    "echo '<p>hello</p>'",
    'cat <<EOF\n<name>\nEOF',
    'echo $HOME',
    'go test ./...',
    'echo "a ... b"',
    'make  # and wait ...',
    '# write <name> here\nmake',
  ]) {
    expect([plain, unfilled(plain)]).toEqual([plain, []]);
  }
});

test('values of one machine are candidates, with a type that takes them', () => {
  const all = candidatesIn(
    '4ea9c75179c3 02:42:0a:00:00:07 veth4dd295a br-9b3cdad15a64 vx-001001-7672d 1-8xq2f0z1ab 8mxs1phssydpwi23teifpqcwr 10.0.0.5 10.0.0.0/24 0x102',
    () => true,
  );
  expect(all.map(({type}) => type)).toEqual([
    'mac',
    'iface',
    'iface',
    'iface',
    'netns',
    'hex',
    'container',
    'network-id',
    'cidr',
    'ipv4',
  ]);
  for (const {type, value} of all) expect([value, matchesType(type, value)]).toEqual([value, true]);
  expect(candidatesIn('ping 10.0.0.5 127.0.0.1', () => false)).toEqual([]);
  expect(candidatesIn('add 111111111111 and defaced', () => true)).toEqual([]);
});

test('ids are of the words of a command, each once and at most 30 characters', () => {
  const {ofCommand, ofTitle} = makeNames();
  expect(ofCommand('sudo docker network ls')).toBe('docker-network-ls');
  expect(ofCommand('docker network ls -q')).toBe('docker-network-ls-2');
  expect(ofCommand('./Run_Me.sh --now')).toBe('run-me');
  expect(ofTitle('Step 1: Größe & <b>more</b> of everything that there is')).toMatch(/^step-1-gro/);
  expect(ofTitle('1. 2.')).toBe('step');
  for (let i = 0; i < 120; i++)
    expect(ofCommand('docker service create-something-long').length).toBeLessThanOrEqual(30);
});

test('prose keeps its words, and nothing in it is the runner’s', () => {
  expect(harmless(['See `<vxlan-id>` and <host>.', '<!-- @step', '-->', '``` lost'])).toEqual([
    'See `VXLAN-ID` and HOST.',
    '<!-- \\@step',
    '-->',
    '\\``` lost',
  ]);
});

describe('blocks', () => {
  const codes = (text: string) => readTutorial(text).flatMap(block => (block.kind === 'code' ? [block] : []));

  test.each([
    ['in a list', '1. Do\n\n   ```sh\n   ls\n     a\n   ```', ['ls', '  a']],
    ['beside the mark of a list', '- ```sh\n  ls\n  ```', ['ls']],
    ['in a quote', '> ```\n> ls\n>  a\n> ```', ['ls', ' a']],
    ['with tildes', '~~~~\nls\n~~~\n~~~~', ['ls', '~~~']],
    ['indented in a list', '1. Type:\n\n       ls\n         a\n\n   Text\n\n2. Two', ['ls', '  a']],
    ['indented in a list of a list', '- One\n  - Two:\n\n        ls\n\n  Text', ['ls']],
    ['indented behind a list', '- One\n\nText:\n\n    ls', ['ls']],
    [
      'in a tab of MkDocs',
      '=== "One"\n\n    Words.\n\n    ```sh\n    ls\n      a\n    ```\n\n    More.',
      ['ls', '  a'],
    ],
    ['indented in an admonition', '!!! note\n    Words.\n\n        ls', ['ls']],
    ['a tag of Hugo', '{{< highlight bash >}}\nls\n{{< /highlight >}}', ['ls']],
    ['a tag of Hugo with a name', '{{% codeBlock lang="sh" %}}\nls\n{{% /codeBlock %}}', ['ls']],
    ['a tag of Jekyll', '{% highlight sh %}\nls\n{% endhighlight %}', ['ls']],
    ['a terminal of MyST', '```{terminal}\n:user: a\n:input: ls\n\nb\n```', ['$ ls', '', 'b']],
    ['code of MyST with options', '```{code-block} sh\n:linenos:\n:caption: a\nls\n```', ['ls']],
    ['code of MyST with options in YAML', '```{code-block} sh\n---\nlinenos: true\n---\nls\n```', ['ls']],
    ['code of MyST that begins as YAML does', '```{code} yaml\n---\nls\n---\n```', ['---', 'ls', '---']],
    ['in a note of MyST', '````{note} Look\n```sh\nls\n```\n````', ['ls']],
    ['in a note in a note', '`````{note}\n````{tip}\n~~~sh\nls\n~~~\n````\n`````', ['ls']],
    ['in a note in a list', '- ````{note}\n  ```sh\n  ls\n  ```\n  ````', ['ls']],
    ['behind a note that nothing closes', '````{note}\n```sh\nls\n```', ['ls']],
    ['that shows a note', '````\n```{note}\nls\n```\n````', ['```{note}', 'ls', '```']],
    ['indented', 'Type:\n\n    ls\n\n      a\n\nText', ['ls', '', '  a']],
    ['labelled', '```\n[environment second]\n[secondary_label Output]\nls\n```', ['ls']],
    ['that begins with brackets', '```\n[label]\nls\n```', ['[label]', 'ls']],
    ['a tag of a tab', '{{< tab name="a" codelang="sh" >}}\nls\n{{< /tab >}}', ['ls']],
    ['a tag of an output', '{{< output >}}\nls\n{{< /output >}}', ['ls']],
    ['pre in a box', '<div class="a"><pre>\nls\n</pre></div>', ['ls']],
    ['pre', '<pre>\n$ ip &lt;x&gt; <b>a</b>\n</pre>', ['$ ip <x> a']],
  ])('%s', (_, text, lines) => expect(codes(text).map(block => block.lines)).toEqual([lines]));

  test.each([
    ['sh', '```language-sh\nls\n```'],
    ['sh', '``` { .sh .no-copy }\nls\n```'],
    ['console', '```\nls\n```\n{: .language-console}'],
    ['console', '~~~\nls\n~~~\n{: .nolineno .console }'],
    ['sh', '```sh\nls\n```\n{: .output}'],
    ['output', '> ~~~\n> ls\n> ~~~\n> {: .output}'],
    ['conf', '```\nls\n```\n{: file="a.conf"}'],
    ['', '```\nls\n```\n{: #id}'],
    ['', '```\nls\n```\n\n{: .output}'],
    ['output', '```\n[secondary_label Output]\nls\n```'],
    ['conf', '```\n[label /etc/hosts]\nls\n```'],
    ['sh', '```sh\n[label On the server]\nls\n```'],
    ['output', '{{< output >}}\nls\n{{< /output >}}'],
  ])('are of the language %s: %j', (language, text) => expect(codes(text)[0]).toMatchObject({language, lines: ['ls']}));

  test('leave no line of theirs in the prose', () => {
    expect(readTutorial('```\nls\n```\n{: .sh}\nWords.').at(-1)).toMatchObject({lines: ['Words.'], line: 5});
  });

  test('say what stands behind them', () => {
    expect(codes('```plain\nls\n```{{exec}}')[0]).toMatchObject({language: 'plain', macro: 'exec', line: 2});
    expect(codes('``` {.bash .x}\nls\n```')[0]).toMatchObject({language: 'bash'});
    expect(codes('```{code-block} sh\nls\n```')[0]).toMatchObject({language: 'sh'});
    expect(codes('{{< text bash >}}\nls\n{{< /text >}}')[0]).toMatchObject({language: 'bash', line: 2});
    expect(codes('{{< tabs name="a" >}}\nls\n{{< /tabs >}}\n\n{{< highlight sh >}}\nls')).toEqual([]);
    expect(codes('```{mermaid}\nls\n```')[0]).toMatchObject({language: 'mermaid'});
    expect(codes('```{table} Some words\nls\n```')[0]).toMatchObject({language: 'table'});
    expect(codes('```{code-block} sh\n---\nlinenos: true\n---\nls\n```')[0]).toMatchObject({language: 'sh', line: 5});
  });

  test('directives of MyST that hold Markdown leave their title, and a figure its picture', () => {
    const prose = (text: string) => readTutorial(text).flatMap(block => (block.kind === 'prose' ? block.lines : []));
    expect(prose('```{exercise} Merge two\n:label: a\nWords.\n```\nMore.')).toEqual([
      '**Merge two**',
      '',
      'Words.',
      '',
      'More.',
    ]);
    expect(prose('  ```{solution}\n  Words.\n  ```')).toEqual([
      '<details><summary>Solution</summary>',
      '  Words.',
      '</details>',
    ]);
    expect(prose('> ```{type-along}\n> Words.\n> ```')).toEqual(['> **Type along**', '> Words.', '>']);
    expect(prose('```{figure} img/a.png\n---\nalt: Two [hosts]\n---\nHosts.\n```')).toEqual([
      '![Two hosts](img/a.png)',
      '',
      '',
      '',
      'Hosts.',
      '',
    ]);
  });

  test('what goes on in the item of a list is no code', () => {
    expect(
      codes('1. One\n\n    More of one.\n\n    ```sh\n    ls\n    ```\n\n    And more.').map(({lines}) => lines),
    ).toEqual([['ls']]);
  });

  test('headings of both kinds', () => {
    const blocks = readTutorial('Title\n=====\n\n## Part ##\ntext');
    expect(
      blocks.map(block => (block.kind === 'heading' ? [block.depth, block.text, block.line] : block.kind)),
    ).toEqual([[1, 'Title', 1], [2, 'Part', 4], 'prose']);
  });
});
