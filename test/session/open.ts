import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {assertions} from '../../assertions/registry.ts';
import type {Cluster} from '../../src/cluster/cluster.ts';
import {localCluster} from '../../src/cluster/local.ts';
import type {Module} from '../../src/core/lesson.ts';
import {readModule} from '../../src/lesson/read-module.ts';
import {parsers} from '../../src/parse/registry.ts';
import {createSession} from '../../src/session/create.ts';
import {readProgressEvent} from '../../src/session/progress.ts';
import type {Session} from '../../src/session/session.ts';
import type {Trust} from '../../src/session/trust.ts';
import {openJournal, readJournal} from '../../src/state/journal.ts';

/** One of the small modules beside this file. */
export async function fixtureModule(name: string): Promise<Module> {
  const known = {
    parsers: new Set(parsers.keys()),
    assertions: new Map([...assertions].map(([id, assertion]) => [id, (args: unknown) => assertion.validate(args)])),
  };
  const {module, problems} = await readModule(fileURLToPath(new URL(name, import.meta.url)), known);
  if (module === undefined) throw new Error(JSON.stringify(problems));
  return module;
}

/** A session on this machine's own shell; the folder holds the student's files and the journal. */
export async function openLocal(
  home = mkdtempSync(join(tmpdir(), 'session-')),
  trust?: Trust,
  change: (module: Module) => Module = module => module,
): Promise<{session: Session; home: string}> {
  process.env.DEEPDIVE_TEST = home;
  const cluster = localCluster({name: 'local', nodes: [{id: 'here', role: 'manager'}]});
  return {session: openOn(change(await fixtureModule('fixture-module')), cluster, home, trust), home};
}

/** A session that judges outputs only, with the student's files in `home`. */
export function openOn(module: Module, cluster: Cluster, home: string, trust?: Trust): Session {
  const journal = join(home, 'progress.ndjson');
  return createSession({
    module,
    cluster,
    events: readJournal(journal, readProgressEvent).entries,
    journal: openJournal(journal),
    outputs: join(home, 'outputs'),
    parser: async name => parsers.get(name)?.parse,
    assertion: async id => assertions.get(id),
    collect: () => Promise.reject(new Error('these lessons judge outputs only')),
    now: Date.now,
    ...(trust && {trust}),
  });
}
