import {isDigit} from './digits.ts';

const DOT = 46;
const COLON = 58;
const MAC = /^(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}$/;
const MAC_WIDTH = 17;

export function isMac(word: string | undefined): word is string {
  return word?.length === MAC_WIDTH && MAC.test(word);
}

export function isIp(word: string | undefined): word is string {
  if (word === undefined) return false;
  return word.includes(':') ? isIpv6(word) && !isMac(word) : isIpv4(word);
}

/** Four numbers of up to three digits. */
export function isIpv4(word: string): boolean {
  let dots = 0;
  let digits = 0;
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (isDigit(code)) digits++;
    else if (code === DOT && digits > 0) {
      dots++;
      digits = 0;
    } else return false;
    if (digits > 3) return false;
  }
  return dots === 3 && digits > 0;
}

/** Only the alphabet: the text comes from a program that prints valid addresses or another column. */
function isIpv6(word: string): boolean {
  const percent = word.indexOf('%');
  if (percent >= 0) return /^\S+$/.test(word.slice(percent + 1)) && isIpv6(word.slice(0, percent));
  if (!word.includes('.')) return isGroups(word);
  const colon = word.lastIndexOf(':');
  return isIpv4(word.slice(colon + 1)) && isGroups(word.slice(0, colon));
}

function isGroups(text: string): boolean {
  let colons = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === COLON) colons++;
    else if (!isHexDigit(code)) return false;
  }
  return colons >= 2;
}

function isHexDigit(code: number): boolean {
  const small = code | 0x20;
  return isDigit(code) || (small >= 0x61 && small <= 0x66);
}
