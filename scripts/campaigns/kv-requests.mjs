/** Random requests for kv-differential.mjs: every command, with arguments that are right, nearly right, and wrong. */

const KEYS = [
  'a',
  'b',
  'c',
  'key:1',
  'key:2',
  'key:10',
  'h[i]',
  '',
  'x'.repeat(300),
  Buffer.from([0, 255, 13, 10]),
];
for (let i = 0; i < 12; i++) KEYS.push(`k${i}`);
const NUMBERS = ['0', '1', '-1', '10', '123456789', '9223372036854775807', '-9223372036854775808'];
const NOT_NUMBERS = [
  '',
  'x',
  '1x',
  ' 1',
  '1 ',
  '+1',
  '01',
  '-0',
  '1.5',
  '9223372036854775808',
  '1e3',
  '0x10',
];
const PATTERNS = [
  '*',
  'k*',
  'k?',
  'key:[0-9]',
  'key:[^1]*',
  '[a-c]',
  '\\a',
  'h\\[*',
  '*1*',
  '',
  '?',
  '**',
  '[',
  'k[',
  '[^',
];
const NAMES = ['FOO', 'GETX', 'G', 'SETTT', 'nope nope', 'a\nb', '\u20ac', 'x'.repeat(150)];

/**
 * How many seconds a deadline is away: so far that nothing ends meanwhile, and never the same twice, so that which of two is
 * the later one does not hang on a millisecond.
 */
let away = 0;
const seconds = (random) => 100_000 + 1000 * (10 * ++away + random.below(10));

export class Requests {
  #random;

  constructor(random) {
    this.#random = random;
  }

  /** One or more that belong together. */
  next() {
    const random = this.#random;
    if (random.once(25)) return [this.#unknown()];
    const made = random.pick(FAMILIES)(this);
    const list = Array.isArray(made[0]) ? made : [made];
    if (random.once(12)) list[0] = this.#spoilt(list[0]);
    list[0][0] = this.#cased(list[0][0]);
    return list;
  }

  below = (n) => this.#random.below(n);
  pick = (list) => this.#random.pick(list);
  key = () => this.#random.pick(KEYS);
  keys = () => Array.from({ length: 1 + this.below(5) }, this.key);
  number = () => this.pick(this.below(4) === 0 ? NOT_NUMBERS : NUMBERS);
  seconds = () => seconds(this.#random);
  /** A time that is refused, past, or far away: nothing ends while it is looked at. */
  oddTime = () => this.pick([...NOT_NUMBERS, '0', '-1', '123456789', NUMBERS.at(-1), NUMBERS.at(-2)]);

  value = () => {
    const random = this.#random;
    switch (random.below(6)) {
      case 0:
        return this.number();
      case 1:
        return '';
      case 2:
        return Buffer.from(Array.from({ length: random.below(40) }, () => random.below(256)));
      case 3:
        return 'v'.repeat(random.below(20_000));
      default:
        return `value ${random.below(1000)}`;
    }
  };

  /** Some of these words, in any order, in any case. */
  some(words, most) {
    return Array.from({ length: this.below(most + 1) }, () => this.#cased(this.pick(words)));
  }

  #cased(word) {
    if (this.#random.below(3) > 0 || Buffer.isBuffer(word)) return word;
    return [...word].map((c) => (this.#random.once(2) ? c.toUpperCase() : c.toLowerCase())).join('');
  }

  /** With an argument too many, too few, or another in its place. */
  #spoilt(words) {
    const random = this.#random;
    if (NEVER_SPOILT.has(words[0])) return words;
    const other = TIMED.has(words[0]) ? this.oddTime() : this.value();
    switch (random.below(3)) {
      case 0:
        return words.slice(0, Math.max(1, words.length - 1 - random.below(2)));
      case 1:
        return [...words, other];
      default:
        return words.length > 2 ? [...words.slice(0, -1), other] : words;
    }
  }

  #unknown() {
    const random = this.#random;
    return [random.pick(NAMES), ...Array.from({ length: random.below(5) }, this.value)];
  }
}

/** Others of their arguments would be right for Redis, and are not told here; or their replies differ. */
const NEVER_SPOILT = new Set(['CONFIG', 'CLIENT', 'COMMAND', 'HELLO', 'INFO', 'SCAN', 'QUIT']);
/** Another number in its place could be a time that is over soon. */
const TIMED = new Set(['SET', 'EXPIRE', 'PEXPIRE']);
const TIMES = ['EX', 'PX', 'EXAT', 'PXAT'];

function amount(r, word) {
  if (r.below(5) === 0) return r.oddTime();
  const s = r.seconds();
  const now = Math.floor(Date.now() / 1000);
  return String({ EX: s, PX: s * 1000, EXAT: now + s, PXAT: (now + s) * 1000 }[word]);
}

function set(r) {
  const words = ['SET', r.key(), r.value()];
  for (let i = r.below(4); i > 0; i--) {
    const word = r.pick(['NX', 'XX', 'GET', 'KEEPTTL', ...TIMES]);
    words.push(word);
    if (TIMES.includes(word) && r.below(10) > 0) words.push(amount(r, word));
  }
  return words;
}

/** A key that has ended is there for DBSIZE until somebody looks at it, in Redis; here it is not. */
function setAndLook(r) {
  const words = set(r);
  return words.length > 3 ? [words, ['GET', words[1]]] : words;
}

const expire = (r) => [
  r.pick(['EXPIRE', 'PEXPIRE']),
  r.key(),
  r.below(4) === 0 ? r.oddTime() : String(r.seconds() * (r.below(9) === 0 ? -1 : 1)),
  ...r.some(['NX', 'XX', 'GT', 'LT', 'foo'], r.below(2) * 2),
];

const FAMILIES = [
  setAndLook,
  setAndLook,
  setAndLook,
  expire,
  expire,
  (r) => ['GET', r.key()],
  (r) => ['GET', r.key()],
  (r) => ['GETDEL', r.key()],
  (r) => ['APPEND', r.key(), r.value()],
  (r) => ['STRLEN', r.key()],
  (r) => ['MGET', ...r.keys()],
  (r) => ['MSET', ...r.keys().flatMap((key) => [key, r.value()])],
  (r) => ['DEL', ...r.keys()],
  (r) => ['EXISTS', ...r.keys()],
  (r) => [r.pick(['INCR', 'DECR']), r.key()],
  (r) => [r.pick(['INCRBY', 'DECRBY']), r.key(), r.number()],
  (r) => [['SET', r.key(), r.pick(NUMBERS)]].flatMap((s) => [s, [r.pick(['INCR', 'DECR']), s[1]]]),
  (r) => ['TTL', r.key()],
  (r) => ['PTTL', r.key()],
  (r) => ['PERSIST', r.key()],
  (r) => ['TYPE', r.key()],
  (r) => ['KEYS', r.pick(PATTERNS)],
  (r) => ['SCAN', r.pick(['x', '0 ', '18446744073709551616', '-']), ...r.some(['COUNT', 'MATCH', '5'], 3)],
  (r) =>
    [
      'SCAN',
      '0',
      r.pick(['COUNT', 'FOO', 'MATCH']),
      ...r.pick([[], ['0'], ['-1'], ['x'], ['*', 'COUNT']]),
    ].filter(
      (_, i, all) => !(all[2] === 'MATCH' && all.length === 4 && i === 3) && !(all[2] === 'FOO' && i > 4),
    ),
  () => ['DBSIZE'],
  (r) => [r.pick(['PING', 'ECHO']), ...r.some(['hello', 'x y'], 2)],
  (r) => ['SELECT', r.pick(['0', '1', '-1', 'x', '99999999999', '9223372036854775808'])],
  (r) =>
    r.below(20) === 0
      ? [r.pick(['FLUSHALL', 'FLUSHDB']), ...r.some(['ASYNC', 'SYNC', 'foo'], 2)]
      : ['DBSIZE'],
  (r) => [
    'CLIENT',
    ...r.pick([['GETNAME'], ['SETNAME', r.pick(['n', 'a b', ''])], ['ID', 'x'], ['nope'], []]),
  ],
  (r) => [
    'CONFIG',
    ...r.pick([
      ['GET', r.pick(['save', 'APPENDONLY', 'maxmemory', 'nope', 'databases'])],
      ['GET'],
      ['nope'],
      [],
    ]),
  ],
  (r) => ['COMMAND', ...r.pick([['COUNT', 'x'], ['nope'], ['INFO', 'nope'], ['DOCS', 'nope', 'nope']])],
  (r) => [
    'HELLO',
    ...r.pick([
      ['1'],
      ['x'],
      ['2', 'foo'],
      ['2', 'SETNAME'],
      ['2', 'SETNAME', 'a b'],
      ['2', 'AUTH', 'x', 'y'],
    ]),
  ],
];
