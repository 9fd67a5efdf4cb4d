const MAC = /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/i;
const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
/** Only the alphabet: the text comes from a program that prints valid addresses or another column. */
const IPV6 = /^[0-9a-f]*:[0-9a-f]*:[0-9a-f:]*(?::(?:\d{1,3}\.){3}\d{1,3})?(?:%\S+)?$/i;

export function isMac(word: string | undefined): word is string {
  return word !== undefined && MAC.test(word);
}

export function isIp(word: string | undefined): word is string {
  return word !== undefined && (IPV4.test(word) || (IPV6.test(word) && !isMac(word)));
}
