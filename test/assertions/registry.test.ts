import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {assertions} from '../../assertions/registry.ts';

describe.each([...assertions.values()])('$id', assertion => {
  test('its example is valid', () => {
    expect(assertion.validate(assertion.example)).toEqual([]);
  });

  test('its help names exactly its arguments', () => {
    const names = Object.keys(assertion.argsHelp).map(name => name.replace('?', ''));
    expect(names).toEqual(expect.arrayContaining(Object.keys(assertion.example)));
    const [problem] = assertion.validate({...assertion.example, replikas: 2});
    expect(problem).toEqual({path: ['replikas'], message: 'no such argument'});
    for (const name of names) {
      const problems = assertion.validate({...assertion.example, [name]: {odd: true}});
      expect(problems.some(one => one.message === 'no such argument')).toBe(false);
    }
  });

  test('an argument that is not marked optional is asked for', () => {
    for (const name of Object.keys(assertion.argsHelp).filter(one => !one.endsWith('?'))) {
      const {[name]: _, ...rest} = assertion.example;
      expect(assertion.validate(rest).map(problem => problem.path)).toContainEqual([name]);
    }
  });

  test('validation never throws', () => {
    fc.assert(fc.property(fc.anything(), args => Array.isArray(assertion.validate(args))));
  });
});

test.each([
  ['svc.replicas', {service: 'redis', replicas: 2}],
  ['svc.replicas', {service: 'redis', replicas: '2'}],
  ['fdb.has-remote-mac', {network: 'vote', mac: '02:42:0A:00:02:09', from: 'swarm-01'}],
  ['fdb.has-remote-mac', {network: 'vote', service: 'redis'}],
  ['mark.to-fwm', {mark: '0x103', namespace: 'ingress_sbox', node: 'manager'}],
  ['mark.to-fwm', {mark: 259, namespace: 'lb', network: 'vote', node: 'swarm-01'}],
  ['mark.to-fwm', {port: '30000'}],
  ['ingress.dnat', {port: '30000'}],
])('%s takes %j', (id, args) => {
  expect(assertions.get(id)?.validate(args)).toEqual([]);
});

test.each([
  ['svc.replicas', {service: 'redis', replicas: 0}, 'replicas'],
  ['fdb.has-remote-mac', {network: 'vote'}, 'mac'],
  ['fdb.has-remote-mac', {network: 'vote', mac: '02:42:0a:00:02', from: 'swarm-01'}, 'mac'],
  ['mark.to-fwm', {mark: '0x103'}, 'node'],
  ['mark.to-fwm', {mark: '0x103', node: 'all'}, 'node'],
  ['mark.to-fwm', {mark: '0x103', node: 'swarm-01', namespace: 'lb'}, 'network'],
  ['ingress.mark', {port: 70000}, 'port'],
  ['output.query', {query: 'rows['}, 'query'],
  ['output.query', {query: 'rows', equals: 1, count: 1}, 'count'],
  ['cmd.output', {exit: 0}, 'contains'],
])('%s refuses %j and points at %s', (id, args, path) => {
  expect(assertions.get(id)?.validate(args)[0]?.path).toEqual([path]);
});
