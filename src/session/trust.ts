import type {Context} from './context.ts';
import type {Agreed, CommandDigests} from './permissions.ts';
import type {Done, Session} from './session.ts';

/** A person's word that this version of a module may run on this cluster, kept between starts. */
export interface Trust {
  /** What the cluster is, in words: what is told of it, and what the word is given for. */
  readonly where: string;
  isGiven(): boolean;
  /** What was agreed to last on a cluster of this name; undefined when nothing was. */
  before(): Agreed | undefined;
  give(commands: CommandDigests): void;
}

/** The session, with every verb that runs something of the module held back until the student has agreed to what the module may run. */
export function behindTrust(context: Context, session: Session, trust: Trust): Session {
  let held: (() => Promise<Done>) | undefined;
  const agreed = () => context.state().trusted;

  async function after(work: () => Promise<Done>): Promise<Done> {
    if (agreed()) return work();
    held = work;
    const {permissionsOf} = await import('./permissions.ts');
    const permissions = permissionsOf(context.state(), context.outputs, {
      where: trust.where,
      before: trust.before(),
    });
    context.dispatch({kind: 'asked', question: {kind: 'trust', permissions}});
    return {ok: false, message: 'the module has to be agreed to before anything of it runs'};
  }

  async function answer(yes: boolean): Promise<Done> {
    const work = held;
    held = undefined;
    if (yes) {
      const {digestsOf} = await import('./permissions.ts');
      // Kept first: what cannot be kept is not agreed to.
      trust.give(digestsOf(context.state().module));
      context.dispatch({kind: 'trusted'});
    }
    context.dispatch({kind: 'asked', question: null});
    if (yes) return (await work?.()) ?? {ok: true};
    context.dispatch({kind: 'noticed', notice: {kind: 'info', text: 'nothing was run; the lessons can be read'}});
    return {ok: true};
  }

  return {
    ...session,
    run: (id, request) => after(() => session.run(id, request)),
    check: (ids, options) => after(() => session.check(ids, options)),
    undo: (step, confirmed) => after(() => session.undo(step, confirmed)),
    catchUp: (lesson, step, confirmed) => after(() => session.catchUp(lesson, step, confirmed)),
    look: () => after(() => session.look()),
    agree: () => after(() => session.agree()),
    probe: () => (agreed() ? session.probe() : session.recall()),
    reply: given => (context.state().asking?.kind === 'trust' ? answer(given === true) : session.reply(given)),
  };
}
