import { describe, expect, it } from 'vitest';
import { native } from '../../../lib/binding/index.js';
import { expectInvalidType, expectOutOfRange, thrown } from '../../support/argument_errors.js';

describe('makeHandler()', () => {
  it.each(['', 'ech', 'echo ', 'toString'])('knows no handler named %j', (name) => {
    const error = thrown(() => native.makeHandler(name, {}));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
  });

  it('checks what it is given once more', () => {
    expectInvalidType(() => native.makeHandler(5 as never, {}));
    expectInvalidType(() => native.makeHandler('kv', null as never));
    expectInvalidType(() => native.makeHandler('kv', { maxLine: '5' as never }));
    expectOutOfRange(() => native.makeHandler('kv', { maxLine: 0 }));
    expectOutOfRange(() => native.makeHandler('kv', { maxValue: 2 ** 31 }));
  });
});
