import {expect, test} from 'vitest';
import {readCapture} from '../../src/doctor/read-traffic.ts';

test('only our packets of this round are taken from a capture, with their source ports', () => {
  const seen = readCapture(
    `05:00:00.000000 eth0  In  IP 10.98.0.1.40000 > 10.98.0.2.4789: VXLAN, flags [.] (0x64), vni 1
E..deepdive aaaa one two 4789
05:00:00.100000 eth0  In  IP 10.98.0.3.40001 > 10.98.0.2.4789: VXLAN, flags [.] (0x64), vni 1
E..deepdive bbbb three two 4789
05:00:00.200000 eth0  In  IP 10.98.0.1.5000 > 10.98.0.2.7946: Flags [S], seq 1
05:00:00.300000 eth0  Out IP 10.98.0.2.7946 > 10.98.0.1.5000: Flags [R.], seq 0
`,
    'aaaa',
  );
  expect([...seen.udp]).toEqual([['one two 4789', ['10.98.0.1 40000']]]);
  expect([...seen.tcp]).toEqual(['10.98.0.1 10.98.0.2 7946']);
  expect([...seen.answers]).toEqual([['10.98.0.1 10.98.0.2 7946', 'refused']]);
});
