const ZERO = 48;
const NINE = 57;

/** Whether the text is nothing but digits of ASCII, and not empty. */
export function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (!isDigit(text.charCodeAt(i))) return false;
  return text !== '';
}

/** Whether it is the code of a digit of ASCII. */
export function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}
