import {describe, expect, test} from 'vitest';
import {splitBlock} from '../../../src/author/import/split.ts';

/** `$ command` and `| output`, a line each; `%` is typed into a program. */
function parted(text: string, language = ''): readonly string[] {
  return splitBlock(text.split('\n'), language).flatMap(piece =>
    piece.kind === 'output'
      ? piece.lines.map(line => `| ${line}`)
      : [`${piece.inside ? '%' : '$'} ${piece.text.replaceAll('\n', '⏎')}`],
  );
}

describe('prompts', () => {
  test.each([
    ['$ ls -l\ntotal 0', ['$ ls -l', '| total 0']],
    ['user@host:~$ uname -r\n6.12.1', ['$ uname -r', '| 6.12.1']],
    ['[root@host ~]# ip link\n1: lo: <LOOPBACK>', ['$ ip link', '| 1: lo: <LOOPBACK>']],
    ['root@red:/var/run# ip netns\nred', ['$ ip netns', '| red']],
    ['node-1 $ docker ps', ['$ docker ps']],
    ['(env) $ pip list', ['$ pip list']],
    ['(env) user@host:~/app$ pip list', ['$ pip list']],
    ['~/work $ make all\ndone', ['$ make all', '| done']],
    ['% brew list', ['$ brew list']],
    ['$> make\nok', ['$ make', '| ok']],
    ['root@host:~#ls\na', ['$ ls', '| a']],
    ['user@host:~/app (main)$ ls\na', ['$ ls', '| a']],
    ['┌──(user㉿host)-[~]\n└─$ ls\na', ['$ ls', '| a']],
    ['$ ls\na\n[node1] (local) root@10.0.0.8 ~\n$ id', ['$ ls', '| a', '$ id']],
    ['$ ls\na\nuser@HOST MINGW64 ~/app (main)\n$ id', ['$ ls', '| a', '$ id']],
    ['> git status\nOn branch main\n> ls -l', ['$ git status', '| On branch main', '$ ls -l']],
    ['$ ./trace\nPID COMM\n^C$ id', ['$ ./trace', '| PID COMM', '| ^C', '$ id']],
    ['(main*)$ git add .', ['$ git add .']],
    ['$ (main) git push\nok', ['$ git push', '| ok']],
    ['$ git help -a\n# Lists all', ['$ git help -a⏎# Lists all']],
    ['$ ./serve\n...', ['$ ./serve', '| ...']],
    ['[server]$ iperf3 -s\nServer listening', ['$ iperf3 -s', '| Server listening']],
    ['$ [root]# ls', ['$ [root]# ls']],
    ['    $ ls\n      a\n    $ id', ['$ ls', '|   a', '$ id']],
    ['[*]─[web]─[/srv]\n└──> ls\na', ['$ ls', '| a']],
    ['$ sudo -i\n# ls /mnt\na', ['$ sudo -i', '$ ls /mnt', '| a']],
    ['$ ls\n# ls /mnt\na', ['$ ls', '| # ls /mnt', '| a']],
    ['» ls\na\nλ id', ['$ ls', '| a', '$ id']],
    ['{{ site.host.prompt }} ls\na', ['$ ls', '| a']],
    ['{{ site.host }} ls\na', ['| {{ site.host }} ls', '| a']],
    ['$ make\n# => done\n$ id', ['$ make', '| # => done', '$ id']],
    ['vagrant ssh\nLinux box\nuser@box:~$ id', ['$ vagrant ssh', '| Linux box', '$ id']],
    ['cat log\nLinux box\nuser@box:~$ id', ['| cat log', '| Linux box', '$ id']],
  ])('%j', (text, expected) => expect(parted(text)).toEqual(expected));

  test('that of root is told from a comment', () => {
    expect(parted('# ipvsadm -Ln\nIP Virtual Server version 1.2.1')).toEqual([
      '$ ipvsadm -Ln',
      '| IP Virtual Server version 1.2.1',
    ]);
    expect(parted('# Install the tools\napt-get install bridge-utils', 'sh')).toEqual([
      '$ # Install the tools⏎apt-get install bridge-utils',
    ]);
    expect(parted('# ./seen\nPID   NAME  ARGS\nls    7     /bin/ls -l')).toEqual([
      '$ ./seen',
      '| PID   NAME  ARGS',
      '| ls    7     /bin/ls -l',
    ]);
    expect(parted('#kubectl delete po --all\npod "web" deleted\nservice "web" deleted')).toEqual([
      '$ kubectl delete po --all',
      '| pod "web" deleted',
      '| service "web" deleted',
    ]);
    expect(parted('# mkfs.ext4 /dev/sdb\nmade it well\n# ls /mnt\na')).toEqual([
      '$ mkfs.ext4 /dev/sdb',
      '| made it well',
      '$ ls /mnt',
      '| a',
    ]);
    expect(parted('# A=$(frob new)\n# ls -l')).toEqual(['$ A=$(frob new)', '$ ls -l']);
    expect(parted('# frob one quick\n# frob one slow')).toEqual(['$ frob one quick', '$ frob one slow']);
    expect(parted('# To try it:\n# ls -l\n# id')).toEqual(['$ # To try it:⏎ls -l', '$ id']);
    expect(parted('# Then restart it:\n# systemctl restart app\nlisten = 80')[0]).toBe('| # Then restart it:');
    expect(parted('# frob is of the first\n# frob it now.', 'sh')).toEqual([
      '| # frob is of the first',
      '| # frob it now.',
    ]);
    expect(parted('# make web\nmade it well', 'sh')).toEqual(['$ # make web⏎made it well']);
    expect(parted('#kubectl get po\nls -l', 'sh')).toEqual(['$ #kubectl get po⏎ls -l']);
    expect(parted('# find all of the files\nfind . -name x', 'sh')).toEqual([
      '$ # find all of the files⏎find . -name x',
    ]);
  });

  test('of a program or a container: what is typed there, no shell of the node reads', () => {
    expect(parted('mysql> SELECT 1;\n1')).toEqual(['% SELECT 1;', '| 1']);
    expect(parted('/ # ls\nbin')).toEqual(['% ls', '| bin']);
    expect(parted('root@4ea9c75179c3:/# ip addr')).toEqual(['% ip addr']);
    expect(parted('PS C:\\> Get-Item x')).toEqual(['% Get-Item x']);
    expect(parted('$ ssh r1\n\nr1#show ip route\nC 10.0.0.0\nr1(config)# hostname r2')).toEqual([
      '$ ssh r1',
      '% show ip route',
      '| C 10.0.0.0',
      '% hostname r2',
    ]);
    expect(parted('127.0.0.1:6379[2]> DBSIZE\n(integer) 1\nnot connected> PING')).toEqual([
      '% DBSIZE',
      '| (integer) 1',
      '% PING',
    ]);
    expect(parted("docker run -it alpine sh\nIf you don't see a prompt\n/ # ls\nbin")).toEqual([
      '$ docker run -it alpine sh',
      "| If you don't see a prompt",
      '% ls',
      '| bin',
    ]);
    expect(parted('/# ls\nbin\n/srv$ id')).toEqual(['% ls', '| bin', '% id']);
    expect(parted('[nix-shell:~]$ which git\n/nix/git')).toEqual(['% which git', '| /nix/git']);
    expect(parted('(env) C:\\Users\\a> py x.py')).toEqual(['% py x.py']);
    expect(parted('app=# CREATE TABLE t (\napp(#   id int\napp(# );\nCREATE TABLE')).toEqual([
      '% CREATE TABLE t (⏎  id int⏎);',
      '| CREATE TABLE',
    ]);
    expect(parted('mysql> SELECT 1\n    -> FROM dual;\n| 1 |')).toEqual(['% SELECT 1⏎FROM dual;', '| | 1 |']);
    expect(parted('> CREATE TABLE t (\n  id INT\n);\n> \\d t\n| id |')).toEqual([
      '% CREATE TABLE t (⏎  id INT⏎);',
      '% \\d t',
      '| | id |',
    ]);
    expect(parted('sqlite> select count(*)\n   ...> from a;\n3')).toEqual(['% select count(*)⏎from a;', '| 3']);
    expect(parted('app=> SELECT 1\n  FROM t\\G\n1')).toEqual(['% SELECT 1⏎  FROM t\\G', '| 1']);
    expect(parted('app=> SELECT 1\n1\napp=> SELECT 2;')).toEqual(['% SELECT 1', '| 1', '% SELECT 2;']);
    expect(parted('> Use it with care\n> make all')).toEqual(['| > Use it with care', '| > make all']);
    expect(parted('server :) SELECT 1\n┌─1─┐\n│ 1 │')).toEqual(['% SELECT 1', '| ┌─1─┐', '| │ 1 │']);
    expect(parted('Router> enable\nR1# show version\nIOS')).toEqual(['% enable', '% show version', '| IOS']);
    expect(parted('$ ls\n-> a')).toEqual(['$ ls', '| -> a']);
    expect(parted('>>> for i in [1]:\n...   i\n1')).toEqual(['% for i in [1]:', '% i', '| 1']);
  });

  test('comments before a prompt stay with the command, within an output they are its lines', () => {
    expect(parted('# list them\n$ ls\na\n# b\nc')).toEqual(['$ # list them⏎ls', '| a', '| # b', '| c']);
  });
});

describe('a command of several lines is one', () => {
  test.each([
    [
      'backslashes',
      '$ docker run -d \\\n>   --name web \\\n>   nginx\n4ea9',
      ['$ docker run -d \\⏎  --name web \\⏎  nginx', '| 4ea9'],
    ],
    ['a here-document', 'cat <<EOF > a\n$ one\nEOF\nls', ['$ cat <<EOF > a⏎$ one⏎EOF', '$ ls']],
    ['an open quote', "echo 'one\ntwo'\nls", ["$ echo 'one⏎two'", '$ ls']],
    ['a loop', 'for i in 1 2; do\n  echo $i\ndone\n1\n2', ['$ for i in 1 2; do⏎  echo $i⏎done', '| 1', '| 2']],
    ['if', 'if true; then\n  ls\nfi', ['$ if true; then⏎  ls⏎fi']],
    ['a pipe', 'ls |\n  sort', ['$ ls |⏎  sort']],
    ['a command in another', 'A=$(cat <<EOF\nx\nEOF\n)\nls', ['$ A=$(cat <<EOF⏎x⏎EOF⏎)', '$ ls']],
    ['a list in another', 'A=$(ls \\\n  | tail -1)\nls', ['$ A=$(ls \\⏎  | tail -1)', '$ ls']],
    ['a group', '{\n  mkdir a\n  ls\n}', ['$ {⏎  mkdir a⏎  ls⏎}']],
  ])('%s', (_, text, expected) => expect(parted(text, 'sh')).toEqual(expected));

  test('but for an apostrophe that nothing closes', () => {
    expect(parted("$ echo it's\nIt is", 'sh')).toEqual(["$ echo it's", '| It is']);
  });
});

describe('without prompts', () => {
  test.each([
    ['a table', 'docker network ls\nNETWORK ID    NAME     DRIVER\n9b3cdad15a64  bridge   bridge', 1],
    ['a table whose first word is a command', 'brctl show\nbridge name\tbridge id\t\tSTP enabled\tinterfaces', 1],
    ['JSON', 'docker inspect web\n[\n  {"Id": "4ea9"}\n]', 1],
    ['key: value', 'timedatectl\n  Local time: Thu\n   Time zone: UTC', 1],
    ['two commands', 'docker ps\nip -d link show', 2],
    ['commands behind an output, with a blank line between', 'id -u\n33\n\nip link\n1: lo: <UP>', 2],
    ['an unknown command with options', 'frobnicate --all\nresult 1: done', 1],
  ])('%s', (_, text, commands) => {
    expect(parted(text).filter(line => line.startsWith('$'))).toHaveLength(commands);
    expect(parted(text)[0]).toMatch(/^\$/);
  });

  test.each([
    ['a table', 'NAME   READY\nweb-1  1/1'],
    ['a file', 'server {\n    listen 80;\n}'],
    ['a script', '#!/bin/sh\nls'],
    ['lines cut out', '. . .\nls is fine'],
    ['a program in C', 'if (a->b && !c(d))\n    return -EIO;'],
    ['a setting', 'net.core.rmem_max = 524287'],
    ['a tree', '.\n├── a\n└── b'],
    ['a repository at a place', 'git@host:/path#branch'],
    ['a table with a border', 'id  |  name\n----+------\n 1  |  a'],
    ['cells with blanks and tabs', 'ok  \ta/b\t0.01s'],
    ['fields of a log', 'info | 1636380469.57 | wal | ok'],
    ['what was done', 'service "web" deleted'],
    ['a version', 'git version 2.39.5'],
    ['a version and its day', 'mke2fs 1.47.0 (5-Feb-2023)'],
    ['a way', 'traceroute to 10.0.0.9 (10.0.0.9), 30 hops max'],
    ['a module of ansible', 'host0 | success | rc=0 >>\nLinux host0'],
  ])('%s is no command', (_, text) => expect(parted(text).every(line => line.startsWith('|'))).toBe(true));

  test('a command of many words, where one types', () => {
    expect(parted('frob schedule:add web "0 3 * * *" to the bucket', 'sh')).toHaveLength(1);
    expect(parted('frob schedule:add web "0 3 * * *" to bucket', 'sh')[0]).toMatch(/^\$/);
  });

  test('variables of what a command says are typed, behind others too', () => {
    expect(
      parted(
        'A="x"\nKEY=./$(ls *.id | tail -1)\nV=$(ls -l \\\n  | tail -1)\nfsck -n $V &>/dev/null && echo a || echo b',
        'sh',
      ),
    ).toEqual([
      '$ A="x"',
      '$ KEY=./$(ls *.id | tail -1)',
      '$ V=$(ls -l \\⏎  | tail -1)',
      '$ fsck -n $V &>/dev/null && echo a || echo b',
    ]);
    expect(parted('/opt/rpc.py create 1 10.0.0.1', 'sh')).toEqual(['$ /opt/rpc.py create 1 10.0.0.1']);
    expect(parted('kind create cluster # The name is `kind`.')).toEqual([
      '$ kind create cluster # The name is `kind`.',
    ]);
    expect(parted('SIZE=4 scripts/setup.sh\nscripts/rpc.py add web 0', 'sh')).toEqual([
      '$ SIZE=4 scripts/setup.sh',
      '$ scripts/rpc.py add web 0',
    ]);
    expect(parted('tools/build --fast', 'sh')).toEqual(['$ tools/build --fast']);
  });

  test('a line that a backslash ends is judged with the next', () => {
    expect(parted('NS=a POD=b; \\\nkubectl exec $POD', 'sh')).toEqual(['$ NS=a POD=b; \\⏎kubectl exec $POD']);
    expect(parted('frob show --all | \\\n  grep a')).toEqual(['$ frob show --all | \\⏎  grep a']);
    expect(parted('frob show --all | \\\n  frobbed')[0]).toMatch(/^\|/);
  });

  test('a script that is set in is a file, too', () => {
    expect(parted('    #!/bin/sh\n    ls', 'sh')[1]).toBe('|     ls');
  });

  test('comments behind an output belong to the command below, and at the end to nothing', () => {
    expect(parted('ip link\n1: lo: <UP>\n\n# the routes\nroute -n\nKernel IP routing table\n# done', 'sh')).toEqual([
      '$ ip link',
      '| 1: lo: <UP>',
      '$ # the routes⏎route -n',
      '| Kernel IP routing table',
      '| # done',
    ]);
  });

  test('comments that have the shape of an output are one, right behind a command', () => {
    expect(parted('make ns\n# namespace/a created\n# more\nls -l', 'sh')).toEqual([
      '$ make ns',
      '| # namespace/a created',
      '| # more',
      '$ ls -l',
    ]);
    expect(parted('kubectl get ns\n# NAME   STATUS\n# a      Active', 'sh')[1]).toBe('| # NAME   STATUS');
    expect(parted('make ns\n\n# namespace/a created\nls -l', 'sh')[1]).toBe('$ # namespace/a created⏎ls -l');
    expect(parted('make ns\n# Look at it\nls -l', 'sh')[1]).toBe('$ # Look at it⏎ls -l');
  });

  test('bare words behind a command that lists are its output', () => {
    expect(parted('ip netns list\nred\nblue', 'sh')).toEqual(['$ ip netns list', '| red', '| blue']);
    expect(parted('kind get clusters\nkind\nkind-2', 'sh')).toEqual(['$ kind get clusters', '| kind', '| kind-2']);
    expect(parted('frob one\nfrob two', 'sh')).toEqual(['$ frob one', '$ frob two']);
  });

  test('a comment that says so makes an output of a block', () => {
    expect(parted('## Sample Output ##\nls\nmake', 'sh')[1]).toBe('| ls');
  });

  test('a route is one, where a blank line stands before it, too', () => {
    expect(
      parted('ip route get 10.0.0.2\n\nlocal 10.0.0.2 dev lo src 10.0.0.2 uid 0\n    cache <local>', 'sh'),
    ).toEqual(['$ ip route get 10.0.0.2', '| local 10.0.0.2 dev lo src 10.0.0.2 uid 0', '|     cache <local>']);
  });

  test('a fence that says it is an output is one', () => {
    expect(parted('ls\nmake', 'output')).toEqual(['| ls', '| make']);
  });
});
