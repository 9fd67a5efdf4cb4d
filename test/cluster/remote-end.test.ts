import {expect, test} from 'vitest';
import {remoteEnd} from '../../src/cluster/remote-end.ts';

test.each([
  ['0', {kind: 'exited', code: 0}],
  ['127', {kind: 'exited', code: 127}],
  ['[1]+  Exit 127                sh -c "$i" sh "$l" "$n" <&0\n127', {kind: 'exited', code: 127}],
  ['[1]+  Exit 1                  sh -c "$i" sh "$l" "$n" <&0\n127', {kind: 'exited', code: 1}],
  ['[1]+  Done                    sh -c "$i" sh "$l" "$n" <&0\n127', {kind: 'exited', code: 0}],
  ['[1]+  Killed                  sh -c "$i" sh "$l" "$n" <&0\n127', {kind: 'signalled', signal: 'SIGKILL'}],
  ['[1]+  Segmentation fault (core dumped) sh -c\n139', {kind: 'signalled', signal: 'SIGSEGV'}],
  ['[1]+  Running                 sh -c\n127', {kind: 'exited', code: 127}],
  ['', undefined],
])('%j', (report, end) => {
  expect(remoteEnd(report)).toEqual(end);
});
