import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {assertions} from '../../assertions/registry.ts';
import type {Snapshot} from '../../src/core/facts.ts';
import type {Verdict} from '../../src/core/verdict.ts';
import {type TestLab, testLab} from './lab.ts';

/** Every assertion on the cluster, about the services that this test starts. */
const CHECKS: Readonly<Record<string, Readonly<Record<string, string | number>>>> = {
  'svc.replicas': {service: 'f-redis', replicas: 3},
  'net.exists': {network: 'f-net', driver: 'overlay', scope: 'swarm'},
  'net.encrypted': {network: 'f-net'},
  'net.vni': {network: 'f-net'},
  'vxlan.device': {network: 'f-net'},
  'fdb.has-remote-mac': {network: 'f-net', service: 'f-redis'},
  'fdb.complete': {network: 'f-net'},
  'iface.role': {service: 'f-redis', network: 'f-net'},
  'veth.pair': {service: 'f-redis', network: 'f-net'},
  'mark.to-fwm': {port: 31999},
  'ipvs.backends': {service: 'f-vote'},
  'ingress.dnat': {port: 31999},
  'ingress.mark': {port: 31999},
  'ingress.walk': {port: 31999},
};

let lab: TestLab;
/** Path of the namespace of f-net on the nodes. */
let overlay: string;
/** A task of f-redis on swarm-02: its MAC there. */
let remote: string;

function verdicts(snapshot: Snapshot): ReadonlyMap<string, Verdict> {
  return new Map(
    Object.entries(CHECKS).map(([id, args]) => {
      const assertion = assertions.get(id);
      if (assertion?.kind !== 'snapshot') throw new Error(`${id} judges no snapshot`);
      return [id, assertion.judge(args, snapshot)] as const;
    }),
  );
}

/** What does not hold, by id: the reason of a failure, or why it could not be looked at. */
async function notHeld(): Promise<Readonly<Record<string, string>>> {
  const judged = [...verdicts(await lab.snapshot())];
  return Object.fromEntries(
    judged.flatMap(([id, verdict]) => {
      if (verdict.ok === true) return [];
      return [[id, verdict.ok === false ? `${verdict.code}: ${verdict.reason}` : `unknown: ${verdict.detail}`]];
    }),
  );
}

async function untilHeld(): Promise<void> {
  let left: Readonly<Record<string, string>> = {};
  for (let attempt = 0; attempt < 60; attempt++) {
    left = await notHeld();
    if (Object.keys(left).length === 0) return;
    await new Promise(resolve => setTimeout(resolve, 1000));
  }
  expect(left).toEqual({});
}

/** Does harm, looks, and undoes it whatever was seen. */
async function during(node: string, harm: string, undo: string): Promise<Readonly<Record<string, string>>> {
  await lab.on(node, harm);
  try {
    return await notHeld();
  } finally {
    await lab.on(node, undo);
  }
}

beforeAll(async () => {
  lab = await testLab();
  const {redis, vote} = lab.cluster.images;
  const spread = '--mode global --detach --no-resolve-image';
  await lab.on('swarm-01', 'docker network create --driver overlay --opt encrypted f-net');
  await lab.on('swarm-01', `docker service create ${spread} --name f-redis --network f-net ${redis}`);
  await lab.on('swarm-01', `docker service create ${spread} --name f-vote --network f-net --publish 31999:80 ${vote}`);
  await untilHeld();
  const id = (await lab.on('swarm-01', "docker network inspect --format '{{.Id}}' f-net")).trim();
  overlay = `/var/run/docker/netns/1-${id.slice(0, 10)}`;
  const format = '{{(index .NetworkSettings.Networks "f-net").MacAddress}}';
  remote = (await lab.on('swarm-02', `docker inspect --format '${format}' $(docker ps -qf name=f-redis)`)).trim();
});

afterAll(async () => {
  await lab?.on('swarm-01', 'docker service rm f-redis f-vote; sleep 5; docker network rm f-net; true');
  await lab?.down();
});

describe('a fault on the lab is found by the right assertions, and by no other', () => {
  const row = (dst: string) => `${remote} dev vxlan0 dst ${dst} self permanent`;
  const fdb = (verb: string, dst: string) => `nsenter --net=${overlay} bridge fdb ${verb} ${row(dst)}`;

  test('the forwarding row of a remote task is gone', async () => {
    const drop = `nsenter --net=${overlay} bridge fdb del ${remote} dev vxlan0 dst 10.77.0.12 self`;
    const found = await during('swarm-01', drop, fdb('replace', '10.77.0.12'));
    const words = `no_row: swarm-01: no permanent fdb row for ${remote}`;
    expect(Object.keys(found).sort()).toEqual(['fdb.complete', 'fdb.has-remote-mac']);
    expect(found['fdb.has-remote-mac']).toContain(words);
    expect(found['fdb.has-remote-mac']).toContain('on swarm-02');
    await untilHeld();
  });

  test('the forwarding row points at another node', async () => {
    const found = await during('swarm-01', fdb('replace', '10.77.0.13'), fdb('replace', '10.77.0.12'));
    expect(Object.keys(found).sort()).toEqual(['fdb.complete', 'fdb.has-remote-mac']);
    expect(found['fdb.has-remote-mac']).toMatch(
      /^other_dst: swarm-01: .*points at 10\.77\.0\.13, not at 10\.77\.0\.12$/,
    );
    await untilHeld();
  });

  test('the MARK rule of the published port is gone', async () => {
    const sandbox = 'nsenter --net=/var/run/docker/netns/ingress_sbox iptables -t mangle';
    const rules = await lab.on('swarm-02', `${sandbox} -S PREROUTING`);
    const rule =
      rules
        .split('\n')
        .find(line => line.includes('--dport 31999'))
        ?.replace('-A ', '') ?? '';
    const found = await during('swarm-02', `${sandbox} -D ${rule}`, `${sandbox} -A ${rule}`);
    // Both ask for the mark of a port; one that asks for a mark by its number still finds it.
    expect(Object.keys(found).sort()).toEqual(['ingress.mark', 'ingress.walk', 'mark.to-fwm']);
    expect(found['ingress.mark']).toBe(
      'no_rule: swarm-02: no rule of mangle PREROUTING in ingress_sbox marks port 31999',
    );
    expect(found['ingress.walk']).toMatch(/^mark: port 31999 on swarm-02 ends at the mark: no rule of mangle/);
    await untilHeld();
  });

  test('a real server is gone', async () => {
    const sandbox = 'nsenter --net=/var/run/docker/netns/ingress_sbox';
    const saved = await lab.on('swarm-03', `${sandbox} ipvsadm -Sn`);
    const mark = Number(
      (await lab.on('swarm-03', `${sandbox} iptables -t mangle -S PREROUTING`)).match(/31999 .*?(0x[0-9a-f]+)/)?.[1],
    );
    const server = saved.split('\n').find(line => line.startsWith(`-a -f ${mark} `)) ?? '';
    const drop = server.replace('-a ', '-d ').replace(/ -m .*/, '');
    const found = await during('swarm-03', `${sandbox} ipvsadm ${drop}`, `${sandbox} ipvsadm ${server}`);
    expect(Object.keys(found).sort()).toEqual(['ingress.walk', 'ipvs.backends']);
    expect(found['ipvs.backends']).toMatch(/^missing_server: swarm-03: f-vote on swarm-0\d/);
    expect(found['ingress.walk']).toMatch(/^servers: port 31999 on swarm-03 ends at the real servers: f-vote on/);
    await untilHeld();
  });

  test('the host no longer hands the port over', async () => {
    const found = await during(
      'swarm-03',
      'iptables-save -t nat >/tmp/f-nat && iptables -t nat -F DOCKER-INGRESS',
      'iptables-restore -T nat </tmp/f-nat; rm /tmp/f-nat',
    );
    expect(Object.keys(found).sort()).toEqual(['ingress.dnat', 'ingress.walk']);
    expect(found['ingress.walk']).toMatch(
      /^dnat: port 31999 on swarm-03 ends at the DNAT rule of the host: the nat table/,
    );
    expect(found['ingress.dnat']).toBe('no_rule: swarm-03: the nat table has no DNAT rule for port 31999');
    await untilHeld();
  });

  test('a forwarding row of the ingress overlay is gone, or leads to another node', async () => {
    const id = (await lab.on('swarm-01', "docker network inspect --format '{{.Id}}' ingress")).trim();
    const inIngress = `nsenter --net=/var/run/docker/netns/1-${id.slice(0, 10)} bridge fdb`;
    const format = '{{(index .NetworkSettings.Networks "ingress").MacAddress}}';
    const mac = (await lab.on('swarm-02', `docker inspect --format '${format}' $(docker ps -qf name=f-vote)`)).trim();
    const rowTo = (dst: string) => `${mac} dev vxlan0 dst ${dst} self permanent`;
    const put = `${inIngress} replace ${rowTo('10.77.0.12')}`;
    const gone = await during('swarm-03', `${inIngress} del ${mac} dev vxlan0 dst 10.77.0.12 self`, put);
    expect(Object.keys(gone)).toEqual(['ingress.walk']);
    expect(gone['ingress.walk']).toContain(
      `fdb: port 31999 on swarm-03 ends at the forwarding table: no permanent fdb row for ${mac} (f-vote on swarm-02)`,
    );
    await untilHeld();
    const astray = await during('swarm-01', `${inIngress} replace ${rowTo('10.77.0.13')}`, put);
    expect(Object.keys(astray)).toEqual(['ingress.walk']);
    expect(astray['ingress.walk']).toContain(
      `frames for ${mac} (f-vote on swarm-02) leave swarm-01 to 10.77.0.13, but the task is on 10.77.0.12, swarm-02`,
    );
    await untilHeld();
  });

  test('without sshd a node cannot be looked at: nothing passes or fails that needs it', async () => {
    const stop = 'pkill -x dropbear; sleep 25; pidof dropbear || dropbear -s -r /etc/dropbear/host_key';
    await lab.on('swarm-03', `setsid sh -c 'sleep 1; ${stop}' >/dev/null 2>&1 </dev/null &`);
    await new Promise(resolve => setTimeout(resolve, 3000));
    const judged = verdicts(await lab.snapshot());
    expect([...judged].filter(([, verdict]) => verdict.ok === false)).toEqual([]);
    const unknown = [...judged].filter(([, verdict]) => verdict.ok === null).map(([id]) => id);
    expect(unknown).toEqual(Object.keys(CHECKS).filter(id => id !== 'net.exists' && id !== 'net.encrypted'));
    for (const [, verdict] of judged) {
      if (verdict.ok === null)
        expect(verdict).toMatchObject({cause: 'unreachable', detail: expect.stringContaining('swarm-03')});
    }
    await untilHeld();
  });
});
