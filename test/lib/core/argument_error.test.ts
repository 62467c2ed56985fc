import { describe, expect, it } from 'vitest';
import { detached, invalidArgType, invalidReturn, outOfRange } from '../../../lib/core/argument_error.js';
import { thrown } from '../../support/argument_errors.js';

/** The text of Node's own error for the same value; ours must say "Received …" in the same words. */
function nodesWords(value: unknown): string {
  const { message } = thrown(() => Buffer.byteLength(value as never)) as Error;
  return message.slice(message.indexOf(' Received'));
}

describe('invalidArgType', () => {
  it.each([
    [undefined],
    [null],
    [5],
    [-0],
    [Number.NaN],
    [10n],
    [true],
    [Symbol('s')],
    [function named() {}],
    [() => {}],
    [{}],
    [[]],
    [new Map()],
    [Object.create(null)],
  ])('says what it has received as Node does: %o', (value) => {
    const { message } = invalidArgType('buf', 'of type number', value);
    expect(message).toBe(`The "buf" argument must be of type number.${nodesWords(value)}`);
  });

  it('cuts long values short', () => {
    expect(invalidArgType('n', 'of type number', 'x'.repeat(100)).message).toContain(
      "'xxxxxxxxxxxxxxxxxxxxxxxx...",
    );
  });

  it('survives what it describes', () => {
    const hostile = {
      get constructor(): never {
        throw new Error('boom');
      },
    };
    expect(invalidArgType('n', 'of type number', hostile).message).toContain('The "n" argument');
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(invalidArgType('n', 'of type number', proxy).message).toContain('The "n" argument');
  });

  it('shows the code in the stack and keeps the plain name', () => {
    const error = invalidArgType('n', 'of type number', 'x');
    expect(error.stack).toMatch(/^TypeError \[ERR_INVALID_ARG_TYPE\]: The "n" argument/);
    expect(error.name).toBe('TypeError');
    expect(Object.keys(error)).toEqual(['code']);
  });

  it('calls a dotted name a property', () => {
    expect(invalidArgType('options.backlog', 'of type number', 'x').message).toContain(
      'The "options.backlog" property',
    );
  });
});

describe('outOfRange', () => {
  it.each([
    ['>= 0 && <= 65535', 70000, 'It must be >= 0 && <= 65535. Received 70000'],
    ['an integer', 1.5, 'It must be an integer. Received 1.5'],
    ['an integer', Number.NaN, 'It must be an integer. Received NaN'],
    ['>= 0', 2 ** 53, 'It must be >= 0. Received 9_007_199_254_740_992'],
    ['>= 0', -(2 ** 40), 'It must be >= 0. Received -1_099_511_627_776'],
  ])('%s', (range, value, text) => {
    expect(outOfRange('port', range, value).message).toBe(`The value of "port" is out of range. ${text}`);
  });
});

it('the others have Node’s codes too', () => {
  expect(invalidReturn('read', 'a number', 'x')).toMatchObject({ code: 'ERR_INVALID_RETURN_VALUE' });
  expect(detached()).toMatchObject({ code: 'ERR_INVALID_STATE' });
});
