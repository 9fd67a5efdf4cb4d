/** Controls and changes of direction that JSON leaves as they are, and a terminal does not. */
const UNSAFE = /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** The same JSON, harmless for a terminal. */
export function safeJson(json: string): string {
  return json.replace(UNSAFE, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
