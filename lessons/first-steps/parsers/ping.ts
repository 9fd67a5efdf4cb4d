import type {OwnParser, ParserKit} from '../deepdive.d.ts';

/** One row for each reply, and one with what was sent and received. */
export default ({perLine}: ParserKit): OwnParser => ({
  name: 'ping',
  title: 'the replies of ping, and how many there were',
  examples: ['ping -c 2 -W 1 198.51.100.2'],
  sample: `PING 198.51.100.2 (198.51.100.2) 56(84) bytes of data.
64 bytes from 198.51.100.2: icmp_seq=1 ttl=63 time=0.104 ms
64 bytes from 198.51.100.2: icmp_seq=2 ttl=63 time=0.045 ms

--- 198.51.100.2 ping statistics ---
2 packets transmitted, 2 received, 0% packet loss, time 1027ms
rtt min/avg/max/mdev = 0.045/0.074/0.104/0.029 ms
`,
  parse: text =>
    perLine(text, line => {
      const reply = /^\d+ bytes from ([\d.]+): (?:icmp_)?seq=(\d+) ttl=(\d+) /.exec(line);
      if (reply) return {from: reply[1], seq: Number(reply[2]), ttl: Number(reply[3])};
      const sum = /^(\d+) packets transmitted, (\d+) (?:packets )?received, /.exec(line);
      if (sum) return {sent: Number(sum[1]), received: Number(sum[2])};
      return /^(?:PING|---|rtt|round-trip) /.test(line) ? null : undefined;
    }),
});
