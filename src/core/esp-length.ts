/**
 * How many bytes behind the IP header ESP makes of a VXLAN frame with a ping of so many bytes of data: SPI, sequence
 * number and IV (4, 4 and 8), the headers and the data padded to a multiple of 4 with a trailer of 2, and a checksum of 8
 * to 16. Docker uses rfc4106(gcm(aes)) with 8 (moby: overlay/encryption.go).
 */
export function espLengths(size: number): {readonly from: number; readonly to: number} {
  const udp = 8;
  const vxlan = 8;
  const ethernet = 14;
  const ip = 20;
  const icmp = 8;
  const payload = udp + vxlan + ethernet + ip + icmp + size;
  const from = 16 + Math.ceil((payload + 2) / 4) * 4 + 8;
  return {from, to: from + 8};
}
