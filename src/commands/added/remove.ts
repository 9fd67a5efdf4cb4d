import {Failure} from '../../core/failure.ts';
import {readAdded, writeAdded} from '../../state/module-lock.ts';
import {bundledNames} from '../modules.ts';
import {print} from '../print.ts';
import {unknownName} from '../unknown-name.ts';
import {originWords} from './describe.ts';
import {tidy} from './kept.ts';
import {whileAlone} from './while-alone.ts';

/** Takes an added module away. A folder that was read in place stays, and so does progress. */
export async function removeModule(name: string): Promise<void> {
  const {env} = process;
  await whileAlone(async () => {
    const {[name]: gone, ...rest} = readAdded(env);
    if (gone === undefined && bundledNames().includes(name))
      throw new Failure(`${name} is built in, and comes with the program`);
    if (gone === undefined) throw unknownName('added module', name, Object.keys(rest));
    writeAdded(env, rest);
    tidy(env, rest);
    const stays = gone.kind === 'folder' ? 'the folder and your progress stay' : 'your progress stays';
    print(`removed ${name}, from ${originWords(gone)}; ${stays}\n`);
  });
}
