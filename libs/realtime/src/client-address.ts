import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';

const MAX_HOPS = 32;

/** Names for networks, as Fastify's `trustProxy` knows them. */
const networksByName: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/**
 * Finds the address a connection is counted under (F6). `X-Forwarded-For` counts only as far as the proxies that wrote it are trusted;
 * IPv6 clients are known by their /64, of which one customer has all addresses.
 */
export class ClientAddress {
  private readonly trusted = new BlockList();

  /** `proxies`: addresses, networks in CIDR notation, or `loopback`, `linklocal`, `uniquelocal`. Other words trust nobody. */
  constructor(proxies: readonly string[]) {
    for (const proxy of proxies.flatMap((name) => networksByName[name] ?? name)) {
      const [address = '', prefix] = proxy.split('/');
      if (!isIP(address)) continue;
      const family = isIPv6(address) ? 'ipv6' : 'ipv4';
      if (prefix === undefined) this.trusted.addAddress(address, family);
      else this.trusted.addSubnet(address, Number(prefix), family);
    }
  }

  of(request: IncomingMessage): string {
    let address = plain(request.socket.remoteAddress ?? '');
    const forwarded = request.headers['x-forwarded-for'];
    const hops = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? ''))
      .split(',')
      .slice(-MAX_HOPS);
    for (const hop of hops.reverse()) {
      const candidate = plain(hop.trim());
      if (!this.isTrusted(address) || !isIP(candidate)) break;
      address = candidate;
    }
    return isIPv6(address) ? networkOf(address) : address;
  }

  private isTrusted(address: string): boolean {
    return isIP(address) !== 0 && this.trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  }
}

/** IPv4 addresses without the prefix they have on a socket that takes both families. */
function plain(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

/** The first four groups of an IPv6 address, written out. */
function networkOf(address: string): string {
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail?.split(':').filter(Boolean) ?? [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
