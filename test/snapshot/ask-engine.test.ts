import {execFileSync} from 'node:child_process';
import {describe, expect, test} from 'vitest';
import {LISTING_AWK} from '../../src/snapshot/listing.ts';

const NODE = 'amscbo9crk5lrs68rgncebt1b';
const CONTAINER = '815514035f0b057d75ac482a525d5f920f74618ab25a992179f230136601ba45';
const INFO = {
  ID: 'be1f6be4',
  KernelVersion: '6.12.113',
  HttpProxy: 'http://user:secret@proxy',
  Name: 'n1',
  ServerVersion: '26.1.5+dfsg1',
  Swarm: {
    NodeID: NODE,
    NodeAddr: '10.77.0.11',
    LocalNodeState: 'active',
    ControlAvailable: true,
    RemoteManagers: [{NodeID: 'other', Addr: '10.77.0.11:2377'}],
    Cluster: {ID: '0uw4f6qn65muelb7401pva8hc', Spec: {CAConfig: {}}, DataPathPort: 4789, SubnetSize: 24},
  },
};
const WORKER = {...INFO, Swarm: {...INFO.Swarm, ControlAvailable: false, Cluster: undefined}};
const TASK = {
  ID: 'm6aym6wdmc70h1797s8v7l0x2',
  ServiceID: 'uzzpvyyf4olb2zuciy74rfmld',
  Spec: {ContainerSpec: {Env: ['PASSWORD="ID":"secret"', '[{"ID":"secret2"}]'], Args: ['--token', 'secret']}},
  NetworksAttachments: [{Network: {ID: 'qgs1bam0ptc4rqv9b8w5crktq'}}],
};

/** What the node's shell would be told, of answers with these codes. */
function told(...answers: readonly (readonly [kind: string, body: unknown, code?: number])[]): string {
  const input = answers.map(([, body, code = 200]) => `${JSON.stringify(body)}\n\n${code}\n`).join('');
  const kinds = answers.map(([kind]) => kind).join(' ');
  return execFileSync('awk', ['-v', 'host=n1', '-v', `kinds=${kinds}`, LISTING_AWK], {input, encoding: 'utf8'});
}

describe('what a node makes of the answers of its engine', () => {
  test('ids of each kind, and nothing that a task was given', () => {
    const text = told(
      ['networks', [{Name: 'ingress', Id: 'e8r5layvsw', IPAM: {Config: [{Subnet: '10.0.0.0/24'}]}}]],
      ['containers', [{Id: CONTAINER, Labels: {a: '"Id":"secret"'}, ImageID: 'sha256:1'}]],
      ['tasks', [TASK, {...TASK, ID: 'qd30tcx21fwhxox70oak452iq'}]],
    );
    expect(text).toBe(
      `l_networks=' e8r5layvsw'\nl_containers=' ${CONTAINER}'\nl_tasks=' ${TASK.ID} qd30tcx21fwhxox70oak452iq'\n`,
    );
  });

  test('an empty list is known to be empty; one that is refused or not understood is not known', () => {
    expect(told(['nodes', []], ['services', {message: 'not a manager'}, 503], ['tasks', [{id: 'x'}]])).toBe(
      "l_nodes=' '\n",
    );
  });

  test.each([
    ['a manager', INFO, {ControlAvailable: true, Cluster: {ID: INFO.Swarm.Cluster.ID, DataPathPort: 4789}}],
    ['a worker', WORKER, {ControlAvailable: false, Cluster: null}],
  ])('the engine of %s, in the words of docker info', (_, info, swarm) => {
    const [, json = ''] = /^l_info='(.*)'\n$/.exec(told(['info', info])) ?? [];
    expect(JSON.parse(json)).toEqual({
      ServerVersion: '26.1.5+dfsg1',
      KernelVersion: '6.12.113',
      Name: 'n1',
      Swarm: {NodeID: NODE, NodeAddr: '10.77.0.11', LocalNodeState: 'active', ...swarm},
    });
  });

  test('a value that could end a quotation is left out', () => {
    expect(told(['info', {...INFO, KernelVersion: "1'; reboot; '"}])).not.toContain('reboot');
  });
});
