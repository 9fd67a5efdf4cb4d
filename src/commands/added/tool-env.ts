/** A folder or a state that the person's shell, a hook or a script of npm has set, and that is none of the source's. */
const STRANGE = [
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX)$/,
  /^GIT_(?:SHALLOW_FILE|GRAFT_FILE|REPLACE_REF_BASE|QUARANTINE_PATH|DEFAULT_HASH|TEMPLATE_DIR)$/,
  /^npm_config_(?:dry[-_]run|workspaces?|include[-_]workspace[-_]root|global|location|local[-_]prefix)$/i,
];

/** What a tool that fetches gets of the environment: all that says how to reach a source and who asks. */
export function toolEnv(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !STRANGE.some(one => one.test(name))));
}
