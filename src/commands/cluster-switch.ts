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
      const modules = names.map(name => ({
        kind: 'module' as const,
        name,
        title: name,
        about: name === current.id ? current.title : 'another module',
        use: {kind: 'ready' as const},
        progress: null,
      }));
      return [...(names.length > 1 ? modules : []), ...(await clusterChoices(current))];
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
