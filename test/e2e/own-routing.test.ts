import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {execa} from 'execa';
import {afterAll, expect, test} from 'vitest';
import {OWN_ASSERTION, OWN_PARSER} from '../../src/author/template/own.ts';
import {CLI, removeAccounts, shellAccount} from './program.ts';

afterAll(removeAccounts);

const CAN_ROUTE =
  process.getuid?.() === 0 && ['/usr/bin/busybox', '/usr/bin/unshare'].every(existsSync) && existsSync('/usr/sbin/ip');

const MODULE = `id: ip-routing
title: IP routing between two namespaces
summary: A machine that forwards between two networks
version: 1.0.0
format: 1
runner: ">=0.1"
lessons: [routing]
nodes: {here: {}}
`;

const step = (id: string, title: string, change: string, undo: string, asks: string, routers: number) => `
## ${title}
<!-- @step
id: ${id}
-->

\`\`\`sh {#${id}}
${change}
\`\`\`
<!-- @run ${id}
mutates: network/${id}
undo: "${undo}"
-->

\`\`\`sh {#ask-${id} parse=ping}
ip netns exec left busybox ping -c 1 -W 1 ${asks}
\`\`\`
<!-- @run ask-${id}
exit: [0, 1]
-->
<!-- @check answers-${id}
use: ping.routed
of: ask-${id}
with: {from: ${asks}, routers: ${routers}}
-->
`;

const LESSON = `---
lesson: routing
title: From one network to another
version: 1.0.0
minutes: 15
needs: {tools: [ip, busybox], privilege: root}
---
${step(
  'wire',
  'Wire two ends to a router',
  `set -e
for ns in left router right; do ip netns add $ns; done
ip -n left link add left0 type veth peer name to-left netns router
ip -n right link add right0 type veth peer name to-right netns router
ip -n left addr add 10.0.1.2/24 dev left0; ip -n left link set left0 up
ip -n right addr add 10.0.2.2/24 dev right0; ip -n right link set right0 up
ip -n router addr add 10.0.1.1/24 dev to-left; ip -n router link set to-left up
ip -n router addr add 10.0.2.1/24 dev to-right; ip -n router link set to-right up`,
  'for ns in left router right; do ip netns del $ns; done',
  '10.0.1.1',
  0,
)}${step(
  'near',
  'Say where all else is',
  'ip -n left route add default via 10.0.1.1 && ip -n right route add default via 10.0.2.1',
  'ip -n left route del default; ip -n right route del default',
  '10.0.2.1',
  0,
)}${step(
  'far',
  'Let the router forward',
  "ip netns exec router sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'",
  "ip netns exec router sh -c 'echo 0 > /proc/sys/net/ipv4/ip_forward'",
  '10.0.2.2',
  1,
)}`;

/** In a network of its own: nothing that is on the machine meets it. */
test.skipIf(!CAN_ROUTE)(
  'the examples of the guide judge real routers, and are proven by them',
  async () => {
    const account = shellAccount();
    const folder = join(account.home, 'ip-routing');
    for (const sub of ['', 'parsers', 'assertions']) mkdirSync(join(folder, sub));
    const files = {'parsers/ping.ts': OWN_PARSER, 'assertions/ping-routed.ts': OWN_ASSERTION};
    for (const [file, text] of Object.entries({'module.yaml': MODULE, 'routing.md': LESSON, ...files}))
      writeFileSync(join(folder, file), text);
    const line = `mkdir -p /run/netns && mount -t tmpfs netns /run/netns && exec ${process.execPath} ${CLI} prove ${folder} -c local`;
    const {exitCode, stdout} = await execa('unshare', ['--net', '--mount', 'sh', '-c', line], {
      cwd: account.home,
      env: {...account.env},
      extendEnv: false,
      reject: false,
    });
    expect(stdout.split('\n').filter(each => each.startsWith('BAD'))).toEqual([]);
    expect(stdout).toContain('parser ping: reads its sample and 3 outputs of the module');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('ip-routing is proven on local')]);
  },
  60_000,
);
