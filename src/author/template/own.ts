/** Nothing of this program exports by default: a line that begins so is of the examples. */
const DEFAULT = 'export default';

/** The examples of the guide: code of a module's own that works. */
export const OWN_PARSER = `import type {OwnParser, ParserKit} from '../deepdive.d.ts';

${DEFAULT} ({perLine}: ParserKit): OwnParser => ({
  name: 'ping',
  title: 'the replies of ping, and how many there were',
  examples: ['ping -c 3 192.0.2.1'],
  sample: \`PING 10.0.2.2 (10.0.2.2) 56(84) bytes of data.
64 bytes from 10.0.2.2: icmp_seq=1 ttl=63 time=0.046 ms
64 bytes from 10.0.2.2: icmp_seq=2 ttl=63 time=0.061 ms

--- 10.0.2.2 ping statistics ---
2 packets transmitted, 2 received, 0% packet loss, time 1012ms
rtt min/avg/max/mdev = 0.046/0.053/0.061/0.007 ms
\`,
  parse: text =>
    perLine(text, line => {
      const reply = /^\\d+ bytes from ([\\d.]+): (?:icmp_)?seq=(\\d+) ttl=(\\d+) /.exec(line);
      if (reply) return {from: reply[1], seq: Number(reply[2]), ttl: Number(reply[3])};
      const sum = /^(\\d+) packets transmitted, (\\d+) (?:packets )?received, /.exec(line);
      if (sum) return {sent: Number(sum[1]), received: Number(sum[2])};
      return /^(?:PING|---|rtt|round-trip) /.test(line) ? null : undefined;
    }),
});
`;

export const OWN_ASSERTION = `import type {AssertionKit} from '../deepdive.d.ts';

${DEFAULT} ({output, take, fail, judgeEach, parsedData, requireExit, seen}: AssertionKit) =>
  output({
    id: 'ping.routed',
    version: 1,
    title: 'each request is answered, over so many routers',
    args: {from: take.ipv4, routers: take.count(0)},
    argsHelp: {from: 'the address that answers', routers: 'how many routers are on the way'},
    example: {from: '10.0.2.2', routers: 1},
    codes: {
      other_exit: 'no request was answered',
      empty: 'the command printed nothing',
      lost: 'not all requests were answered ({seen})',
      other_address: 'another address answered ({seen})',
      other_way: 'the way has another number of routers ({seen})',
    },
    mutants: ['rows-gone', 'other-values', 'no-output', 'other-exit'],
    evaluate: ({from, routers}, outputs) =>
      judgeEach(outputs, \`\${from} answers, routers on the way: \${routers}\`, one => {
        requireExit(one);
        const {rows} = parsedData(one);
        const replies = rows.filter((row: any) => row.ttl !== undefined);
        const sent = rows.find((row: any) => row.sent !== undefined)?.sent ?? 0;
        const no = (code: string, what: string, expected: string | number, actual: string | number) =>
          fail({code, reason: \`\${one.node}: \${what}\`, expected, actual, words: {seen: String(actual)}});
        if (replies.length === 0 || replies.length !== sent)
          no('lost', \`\${replies.length} of \${sent} requests were answered\`, sent, replies.length);
        return replies.map((reply: any) => {
          if (reply.from !== from) no('other_address', \`\${reply.from} answers, not \${from}\`, from, reply.from);
          const seenRouters = 64 - reply.ttl;
          if (seenRouters !== routers)
            no('other_way', \`\${seenRouters} routers are on the way, not \${routers}\`, routers, seenRouters);
          return seen(one, \`\${reply.from} ttl \${reply.ttl}\`);
        });
      }),
  });
`;
