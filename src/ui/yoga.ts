import {loadYoga} from 'yoga-layout/load';

export * from 'yoga-layout/load';

/** Stands in for yoga-layout in the bundle, which cannot wait for Ink's layout while it is loaded. */
const yoga = {} as Awaited<ReturnType<typeof loadYoga>>;

/** To be awaited before anything is drawn. */
export async function loadLayout(): Promise<void> {
  Object.assign(yoga, await loadYoga());
}

// biome-ignore lint/style/noDefaultExport: Ink imports the package's default
export default yoga;
