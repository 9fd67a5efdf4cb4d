import {spawnSync} from 'node:child_process';
import {describe, expect, test} from 'vitest';
import {openmetrics} from '../../src/report/openmetrics.ts';
import {hasProgram} from './programs.ts';
import {CLASS, check, NASTY, result} from './sample.ts';

/** The system's own, which packages of the system are for. */
const PYTHON = '/usr/bin/python3';
const HAS_CLIENT = hasProgram(PYTHON, '-c', 'import prometheus_client.openmetrics.parser');

/** Family, sample, labels and value of each line, as Prometheus' own client reads them. */
const PROGRAM = `
import json, sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read
text = sys.stdin.buffer.read().decode()
print(json.dumps([[f.name, f.type, s.name, s.labels, s.value] for f in read(text) for s in f.samples]))
`;

describe.skipIf(!HAS_CLIENT)(
  `OpenMetrics${HAS_CLIENT ? '' : ' (the Prometheus client for Python is not installed)'}`,
  () => {
    const read = (text: string) => {
      const {stdout, stderr} = spawnSync(PYTHON, ['-c', PROGRAM], {input: text, encoding: 'utf8'});
      return stdout === '' ? stderr : JSON.parse(stdout);
    };

    test('the client of Prometheus reads what was counted', () => {
      const samples = read(openmetrics(CLASS));
      const failed = {suite: 'swarm-net', check: 'partial', status: 'fail'};
      expect(samples).toContainEqual(['deepdive_check_results', 'gauge', 'deepdive_check_results', failed, 1]);
      const graded = {suite: 'swarm-net', standing: 'graded'};
      expect(samples).toContainEqual(['deepdive_submissions', 'counter', 'deepdive_submissions_total', graded, 1]);
      expect(samples).toContainEqual([
        'deepdive_grading_seconds',
        'summary',
        'deepdive_grading_seconds_sum',
        {suite: 'swarm-net'},
        12.63,
      ]);
    });

    test('labels hold anything', () => {
      const samples = read(openmetrics([result('s', [check(`C:\\new ${NASTY}`)])]));
      expect(samples[0][3].check).toMatch(/^C:\\new cell/);
      expect(samples[0][3].check).toContain('::error::owned # SKIP \\ | `x` "q"');
    });
  },
);

test('students are not named', () => {
  expect(openmetrics(CLASS)).not.toMatch(/Ana|s01/);
  expect(openmetrics(CLASS)).toMatch(/\n# EOF\n$/);
});
