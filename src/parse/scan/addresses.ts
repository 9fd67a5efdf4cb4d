const MAC = /^(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}$/;
const MAC_WIDTH = 17;
const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
/** Only the alphabet: the text comes from a program that prints valid addresses or another column. */
const IPV6 = /^[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:]*(?::(?:\d{1,3}\.){3}\d{1,3})?(?:%\S+)?$/;

export function isMac(word: string | undefined): word is string {
  return word?.length === MAC_WIDTH && MAC.test(word);
}

export function isIp(word: string | undefined): word is string {
  if (word === undefined) return false;
  return word.includes(':') ? IPV6.test(word) && !isMac(word) : isIpv4(word);
}

export function isIpv4(word: string): boolean {
  return IPV4.test(word);
}
