import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { ClientAddress } from './client-address.js';

function requestFrom(remoteAddress: string, forwarded?: string): IncomingMessage {
  return {
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  } as unknown as IncomingMessage;
}

describe('ClientAddress', () => {
  const cases: [string, string[], string, string | undefined, string][] = [
    ['the peer without proxies', [], '203.0.113.7', undefined, '203.0.113.7'],
    ['the peer when nobody is trusted', [], '203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['the client behind a trusted proxy', ['10.0.0.1'], '10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['the client behind two', ['10.0.0.0/8'], '10.0.0.1', '198.51.100.1, 10.2.3.4', '198.51.100.1'],
    ['what the last trusted proxy saw', ['10.0.0.1'], '10.0.0.1', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
    ['the proxy when the header is nonsense', ['10.0.0.1'], '10.0.0.1', 'unknown', '10.0.0.1'],
    ['networks by name', ['loopback'], '127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['IPv4 on a socket of both families', ['10.0.0.1'], '::ffff:10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['IPv6 by its network', [], '2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
    ['IPv6 written short', [], '2001:db8::1', undefined, '2001:db8:0:0::/64'],
    ['the loopback of IPv6', [], '::1', undefined, '0:0:0:0::/64'],
    ['nobody trusted by a word', ['anybody'], '10.0.0.1', '198.51.100.1', '10.0.0.1'],
  ];

  it.each(cases)('finds %s', (_name, proxies, peer, forwarded, expected) => {
    expect(new ClientAddress(proxies).of(requestFrom(peer, forwarded))).toBe(expected);
  });

  it('counts the addresses of one IPv6 network as one', () => {
    const address = new ClientAddress([]);
    expect(address.of(requestFrom('2001:DB8:0:1::a'))).toBe(address.of(requestFrom('2001:db8:0:1:ffff::b')));
  });
});
