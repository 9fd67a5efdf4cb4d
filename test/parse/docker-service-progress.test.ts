import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseServiceProgress} from '../../src/parse/docker-service-progress.ts';
import {normalise, rowsOf} from '../../src/parse/scan/normalise.ts';
import {disguises, output, outputs} from './corpus.ts';
import {expectAccounts} from './corpus-files.ts';
import {mutations, saysLess} from './mutate.ts';

const all = ['docker-service-create', 'docker-service-scale', 'docker-service-update'].flatMap(outputs);
/** Errors, and the names of services that `docker service rm` removed. */
const isForeign = (name: string): boolean => /\.stderr$|dup-name|update\/rm$/.test(name);
const names = all.filter(name => !isForeign(name));
const read = (name: string) => parseServiceProgress(output(name)).data.services;

describe('real outputs', () => {
  test.each(names)('%s is understood to its last line', name => {
    const parsed = parseServiceProgress(output(name));
    expect(parsed.unparsed).toEqual([]);
    expectAccounts(parsed, output(name));
    expect(parsed.data.services).toHaveLength(parsed.lines > 0 ? 1 : 0);
  });

  test.each(all.filter(isForeign))('no line of %s is taken for progress', name => {
    const {unparsed, lines} = parseServiceProgress(output(name));
    expect(unparsed).toHaveLength(lines);
  });

  test.each(disguises)('%s changes nothing', (disguise, change) => {
    for (const name of names) {
      // These change what a terminal shows, where lines are drawn over each other.
      if (name.endsWith('-tty') && /indent|colour|trimmed|around/.test(disguise)) continue;
      const {data, unparsed} = parseServiceProgress(change(output(name)));
      expect([name, data, unparsed]).toEqual([name, parseServiceProgress(output(name)).data, []]);
    }
  });
});

describe('progress', () => {
  const task = (number: number) => ({number, state: 'running'});

  test('a terminal shows the state of each task', () => {
    expect(read('docker-service-create/redis-tty')).toEqual([
      {
        service: '0eqiju84ynqaig43x7mddvzld',
        job: false,
        phase: 'converged',
        done: 2,
        total: 2,
        tasks: [task(1), task(2)],
        rolledBack: false,
      },
    ]);
    expect(read('docker-service-create/seed-redis')[0]).toMatchObject({
      service: '8mxs1phssydpwi23teifpqcwr',
      phase: 'converged',
      tasks: [task(1), task(2)],
    });
    expect(read('docker-service-create/global-tty')[0]?.tasks).toEqual(
      ['1i89cog44m99', '7gtc1hp9z8hx', '3nkyxsrwc72o'].map(node => ({node, state: 'running'})),
    );
  });

  test('with and without a terminal the same is said, but for the states', () => {
    const plain = ({tasks, ...service}: ReturnType<typeof read>[number]) => ({
      ...service,
      tasks: tasks.map(({number}) => number),
    });
    expect(read('docker-service-scale/redis5-tty').map(plain)).toEqual(
      read('docker-service-scale/redis5-notty').map(plain),
    );
    expect(read('docker-service-scale/redis5-notty')[0]).toMatchObject({
      service: 'redis',
      scaledTo: 5,
      done: 5,
      total: 5,
    });
    expect(read('docker-service-scale/zero-tty')[0]).toMatchObject({
      scaledTo: 0,
      done: 0,
      total: 0,
      phase: 'converged',
    });
  });

  test('jobs complete, others converge, and detached ones are only accepted', () => {
    expect(read('docker-service-create/job-notty')[0]).toMatchObject({job: true, phase: 'complete'});
    expect(read('docker-service-update/force-notty')[0]).toMatchObject({
      service: 'plain',
      phase: 'converged',
      job: false,
    });
    expect(read('docker-service-create/worker-detach')).toMatchObject([{phase: 'accepted', tasks: []}]);
  });

  // The words of these are those of cli/command/service/progress of docker/cli 20.10 to 29.
  test('an update that was rolled back says so, though it converges', () => {
    const text = [
      'web',
      'overall progress: 1 out of 2 tasks',
      '1/2: No such image: redis:nosuch',
      '2/2: running   [==================================================>]',
      'rollback: update rolled back due to failure or early termination of task 5xk2',
      'overall progress: rolling back update: 2 out of 2 tasks',
      'verify: Service web converged',
    ];
    expect(parseServiceProgress(text.join('\n'))).toMatchObject({
      data: {
        services: [
          {
            phase: 'converged',
            rolledBack: true,
            reason: 'update rolled back due to failure or early termination of task 5xk2',
            tasks: [{number: 1, error: 'No such image: redis:nosuch'}, task(2)],
          },
        ],
      },
      unparsed: [],
      notes: [{kind: 'warning'}],
    });
  });

  test('services are waited for one after the other', () => {
    const text =
      'a scaled to 1\nb scaled to 2\noverall progress: 1 out of 1 tasks\n1/1:\nverify: Service a converged\n' +
      'overall progress: 1 out of 2 tasks\n1/2:\n2/2:\nverify: Waiting 5 seconds to verify that tasks are stable...';
    expect(parseServiceProgress(text).data.services).toMatchObject([
      {service: 'a', scaledTo: 1, phase: 'converged', done: 1, total: 1},
      {service: 'b', scaledTo: 2, phase: 'verify', done: 1, total: 2, tasks: [{number: 1}, {number: 2}]},
    ]);
  });

  test.each([
    [
      'job progress: 1 out of 2 complete [=====>     ]\nactive tasks: 1 out of 1 tasks',
      {job: true, done: 1, total: 2, phase: 'progress'},
    ],
    ['overall progress: waiting for new tasks', {phase: 'progress', job: false}],
    ['overall progress: 1 out of 2 tasks\nservice update paused: update paused due to failure', {phase: 'paused'}],
    ['overall progress: 1 out of 2 tasks\nverify: Detected task failure', {phase: 'progress'}],
    [
      'overall progress: 0 out of 1 tasks\nOperation continuing in background.\nUse `docker service ps x1` to check progress.',
      {phase: 'background'},
    ],
  ])('reads %s', (text, service) => {
    expect(parseServiceProgress(text)).toMatchObject({data: {services: [service]}, unparsed: []});
  });

  test('the warning that the digest is not known is no service', () => {
    const text = `x1\nimage redis:alpine could not be accessed on a registry to record
its digest. Each node will access redis:alpine independently,
possibly leading to different nodes running different
versions of the image.

overall progress: 2 out of 2 tasks\n`;
    expect(parseServiceProgress(text)).toMatchObject({
      data: {services: [{service: 'x1', done: 2}]},
      unparsed: [],
      notes: [{kind: 'warning', line: 2}],
    });
  });
});

describe('damaged outputs', () => {
  test('a lost or moved word never gives a wrong value', () => {
    for (const name of [
      'docker-service-create/seed-redis',
      'docker-service-scale/redis5-tty',
      'docker-service-scale/redis5-notty',
    ]) {
      const lines = linesOf(output(name));
      const {data} = parseServiceProgress(lines.join('\n'));
      for (const [i, line] of lines.entries()) {
        for (const mutated of mutations(line)) {
          const result = parseServiceProgress(lines.toSpliced(i, 1, mutated).join('\n'));
          // What follows is then of a service that was not named.
          const lost = result.unparsed.length > 0 || result.notes.length > 0;
          expect([mutated, lost || saysLess(result.data, data)]).toEqual([mutated, true]);
        }
      }
    }
  });

  test('pieces of outputs in any order never throw, and always account', () => {
    const pieces = ['create/redis-tty', 'create/web-notty', 'scale/redis5-notty'].flatMap(name =>
      output(`docker-service-${name}`).split('\n').slice(0, 6),
    );
    const noise = fc.oneof(
      fc.string(),
      fc.constantFrom(...pieces, 'verify: ', '1/2: ', '[==>]', '\r', '\n', '\x1b[1A'),
    );
    fc.assert(
      fc.property(fc.array(noise, {maxLength: 12}), fc.constantFrom('\n', ' ', ''), (parts, glue) => {
        const text = parts.join(glue);
        const parsed = parseServiceProgress(text);
        expectAccounts(parsed, text);
        expect(JSON.stringify(parsed.data)).not.toMatch(/\\u00[01]|\x1b/);
      }),
      {numRuns: 60},
    );
  });

  test('lines mixed in change nothing', () => {
    const lines = output('docker-service-create/web-notty').split('\n').slice(0, 60);
    const {data} = parseServiceProgress(lines.join('\n'));
    fc.assert(
      fc.property(
        fc.integer({min: 1, max: lines.length}),
        fc.stringMatching(/^[a-z>-] [a-z >-]{0,30}[0-9]?[a-z]$/),
        (at, line) => {
          const mixed = [...lines.slice(0, at), line, ...lines.slice(at)];
          expect(parseServiceProgress(mixed.join('\n'))).toMatchObject({data, unparsed: [{text: line}]});
        },
      ),
      {numRuns: 20},
    );
  });
});

/** The lines as they stand on the screen at the end, each once. */
function linesOf(text: string): readonly string[] {
  return [...new Set(rowsOf(normalise(text)).map(row => row.text.trim()))];
}
