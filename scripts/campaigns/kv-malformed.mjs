/** Bytes that are nearly requests, for kv-differential.mjs. They begin with '*': any other byte begins the line protocol. */

import { encode } from './resp.mjs';

const BROKEN = [
  '*x\r\n',
  '*\r\n',
  '*1\n$4\r\nPING\r\n',
  '*01\r\n$4\r\nPING\r\n',
  '*+1\r\n',
  '*-1\r\n',
  '*0\r\n',
  '*2147483648\r\n',
  '*99999999999999999999\r\n',
  '*1\r\nPING\r\n',
  '*1\r\n\r\n',
  '*1\r\n:5\r\n',
  '*1\r\n$\r\n',
  '*1\r\n$-1\r\n',
  '*1\r\n$+4\r\nPING\r\n',
  '*1\r\n$04\r\nPING\r\n',
  '*1\r\n$4x\r\nPING\r\n',
  '*1\r\n$1048577\r\n',
  '*1\r\n$4\r\nPINGxx',
  '*1\rX$4\rYPING\r\n',
  '*3\r\n$3\r\nSET\r\n$1\r\na\r\n',
  'PING\r\n',
  'PING\n',
  '\r\n',
  '  \n',
  'GET k1\r\n',
  'set k1 "a\\x41\\n\\"b"\r\n',
  "set k1 'it\\'s'\r\n",
  'GET "k1\r\n',
  "GET 'k1'x\r\n",
  'echo ""\r\n',
  '*1\r\n$4\r\nQUIT\r\n',
];
const LONG = [`*${'1'.repeat(70_000)}`, `*1\r\n$${'1'.repeat(70_000)}`, `GET ${'x'.repeat(70_000)}`];
const REQUESTS = [
  ['PING'],
  ['GET', 'k1'],
  ['SET', 'k1', 'v'],
  ['ECHO', 'a\r\n$3'],
  ['MGET', 'k1', 'k2'],
  ['STRLEN', 'k1'],
];
const BYTES = '*$-+0123456789 \r\n\r\n\'"xZ';

function spoilt(random, bytes) {
  const copy = Buffer.from(bytes);
  copy[random.below(copy.length)] = BYTES.charCodeAt(random.below(BYTES.length));
  return random.once(3) ? copy.subarray(0, random.below(copy.length + 1)) : copy;
}

export function malformed(random) {
  const parts = [encode(['PING'])];
  for (let i = random.below(6); i > 0; i--) {
    const request = encode(random.pick(REQUESTS));
    parts.push(random.once(3) ? spoilt(random, request) : request);
    if (random.once(3)) parts.push(Buffer.from(random.pick(BROKEN)));
  }
  if (random.once(30)) parts.push(Buffer.from(random.pick(LONG)));
  return Buffer.concat(parts);
}
