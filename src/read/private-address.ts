import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whether an IP address is anything but a public one: private, loopback, link-local, reserved, multicast; IPv4 inside IPv6 counts as IPv4. */
export function isPrivateAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return true;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return true;
  if (parsed.kind() !== 'ipv6') return false;
  const bytes = parsed.toByteArray();
  const compatible = bytes.slice(0, 12).every((byte) => byte === 0);
  return compatible || isPrivateTranslation(bytes);
}

/** NAT64 (64:ff9b::/96) and 6to4 (2002::/16) carry an IPv4 address. */
function isPrivateTranslation(bytes: readonly number[]): boolean {
  const inner =
    bytes[0] === 0x00 && bytes[1] === 0x64 && bytes[2] === 0xff && bytes[3] === 0x9b
      ? bytes.slice(12)
      : bytes[0] === 0x20 && bytes[1] === 0x02
        ? bytes.slice(2, 6)
        : null;
  return inner !== null && new ipaddr.IPv4(inner as [number, number, number, number]).range() !== 'unicast';
}

/** The IP address that the host of a URL is, in any literal form; null for a name. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (isIP(bare) > 0) return bare;
  if (/^(?:0x[\da-f]+|\d+)(?:\.(?:0x[\da-f]+|\d+)){0,3}\.?$/i.test(bare)) {
    const text = bare.replace(/\.$/, '');
    return ipaddr.IPv4.isValid(text) ? ipaddr.IPv4.parse(text).toString() : bare;
  }
  return null;
}
