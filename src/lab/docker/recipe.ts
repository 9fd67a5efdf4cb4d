import {createHash} from 'node:crypto';
import type {TreeRecipe} from '../build-tree.ts';
import {ARCHITECTURE, CONTAINER_FINISH_SCRIPT, DPKG_OPTIONS, FILES, MIRROR, TOOLS, VARIANT} from '../recipe.ts';
import {USUAL_RELEASE} from '../release.ts';
import {SERVICE_COMMANDS, SERVICE_IMAGES} from '../service-images.ts';
import {CONTAINER_INIT, CONTAINER_INIT_SCRIPT, IMAGES_ARCHIVE} from './init-script.ts';

/** A kernel, what is compiled for it, and a way in: a container has all three from its engine. */
const NOT_HERE: ReadonlySet<string> = new Set(['user-mode-linux', 'tcc', 'dropbear-bin']);
const KERNEL_FILES: ReadonlySet<string> = new Set(['/sbin/lab-init', '/etc/init.d/ssh', '/stage/wide-registers.c']);

/** The nodes of the three-kernel lab, as containers. */
export const RECIPE: TreeRecipe = {
  release: USUAL_RELEASE,
  packages: [...USUAL_RELEASE.packages, ...TOOLS].filter(name => !NOT_HERE.has(name)),
  dpkgOptions: DPKG_OPTIONS.filter(option => !option.includes('/usr/lib/uml/')),
  files: {
    ...Object.fromEntries(Object.entries(FILES).filter(([path]) => !KERNEL_FILES.has(path))),
    [CONTAINER_INIT]: CONTAINER_INIT_SCRIPT,
    // Read by /etc/init.d/docker, which gives up where limits cannot be raised: that takes SYS_RESOURCE.
    '/etc/default/docker': 'ulimit() { :; }\n',
  },
  finish: CONTAINER_FINISH_SCRIPT,
};

/** Names the image: any change of the recipe makes another one. */
export function containerRecipeHash(): string {
  const from = [MIRROR, ARCHITECTURE, VARIANT, IMAGES_ARCHIVE];
  const recipe = {version: 1, from, ...RECIPE, SERVICE_IMAGES, SERVICE_COMMANDS};
  return createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 16);
}
