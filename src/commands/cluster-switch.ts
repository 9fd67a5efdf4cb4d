import type {Clusters} from '../ui/clusters/clusters.ts';
import {moduleNames} from './modules.ts';
import {openModule, openStudentSession} from './student.ts';
import type {StudentOptions} from './student-options.ts';

/** The clusters and modules that the screen can go to. */
export function clustersFor(options: StudentOptions): Clusters {
  let module = options.module;
  return {
    async list() {
      const {clusterChoices} = await import('./cluster-choices.ts');
      const names = moduleNames();
      const current = await openModule({...options, ...(module !== undefined && {module})});
      const modules = names.map(async name => ({
        kind: 'module' as const,
        name,
        title: name,
        about: name === current.id ? current.title : await titleOf(options, name),
        use: {kind: 'ready' as const},
        progress: null,
      }));
      return [...(await clusterChoices(current)), ...(names.length > 1 ? await Promise.all(modules) : [])];
    },
    async open(wanted) {
      const {session} = await openStudentSession({...options, ...wanted}, 'real');
      module = wanted.module;
      return session;
    },
    async make(name, tell, signal) {
      const {makeLab} = await import('./lab-choices.ts');
      await makeLab(name, tell, signal);
    },
  };
}

/** One that cannot be read is told of when it is chosen. */
function titleOf(options: StudentOptions, module: string): Promise<string> {
  return openModule({...options, module}).then(
    ({title}) => title,
    () => 'another module, which cannot be read',
  );
}
