const ADVICE: readonly (readonly [RegExp, string])[] = [
  [
    /Host key verification failed/,
    'ssh does not know this server yet, or knows another by its name: connect to it once by `ssh HOST`, and compare its key',
  ],
  [
    /Permission denied \(/,
    'the server took none of your keys: `ssh -T USER@HOST` tells more; a key with a passphrase has to be in the agent (`ssh-add`)',
  ],
  [
    /terminal prompts disabled|could not read (?:Username|Password)|Authentication failed/i,
    'the server asks who you are: let a credential helper of git know it, or use ssh',
  ],
  [/dubious ownership/, 'somebody else owns the repository: look at what git says, or have it served'],
];

/** What a person can do about what git says, in a line of its own; empty where git says it itself. */
export function gitAdvice(said: string): string {
  const found = ADVICE.find(([pattern]) => pattern.test(said));
  return found === undefined ? '' : `\n${found[1]}`;
}
