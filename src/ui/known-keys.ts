/** Keys that come with a number: of which modifiers were held, or of the key itself. Ink looks for their names. */
const NUMBERED = /\u001b+(?:\[\[?|[ON])(?:\d+(?:;\d+)?[~^$]|(?:1;)?\d+[a-zA-Z])/g;

/** Those that have one whatever is held: arrows, Home and End, PageUp and PageDown, and the two ends of a paste. */
const NAMED =
  /^(?:\u001b+[[O](?:1;)?\d+[A-FH]|\u001b\[\d+(?:;\d+)?u|\u001b+\[(?:20[01]~|[1-8](?:;\d+)?~|[235-8](?:;\d+)?[$^]))$/;

/** The beginning of one at the end of what was read: the rest is still to come. */
const BEGUN = /\u001b+\[\[?[\d;]+$/;

/**
 * The terminal without the keys that Ink fails on, which are those with Ctrl that it has no name for: Ctrl-F1, and
 * colours in what is pasted, which look the same. None of them means anything here.
 */
export function withKnownKeys(stdin: NodeJS.ReadStream): NodeJS.ReadStream {
  let begun = '';
  const read = (): string | null => {
    const chunk = stdin.read() as Buffer | string | null;
    if (chunk === null) return null;
    const whole = begun + chunk;
    begun = BEGUN.exec(whole)?.[0] ?? '';
    return knownKeys(whole.slice(0, whole.length - begun.length));
  };
  return new Proxy(stdin, {
    get(target, name) {
      if (name === 'read') return read;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function knownKeys(chunk: string): string {
  return chunk.replace(NUMBERED, keys => (NAMED.test(keys) ? keys : ''));
}
