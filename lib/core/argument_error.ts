import { inspect } from 'node:util';

/** `TypeError [ERR_INVALID_ARG_TYPE]`, with Node's text. @internal */
export function invalidArgType(name: string, expected: string, actual: unknown): TypeError {
  return withCode(
    new TypeError(`The ${described(name)} must be ${expected}.${received(actual)}`),
    'ERR_INVALID_ARG_TYPE',
  );
}

/** `RangeError [ERR_OUT_OF_RANGE]`, with Node's text. @internal */
export function outOfRange(name: string, range: string, actual: unknown): RangeError {
  return withCode(
    new RangeError(`The value of "${name}" is out of range. It must be ${range}. Received ${number(actual)}`),
    'ERR_OUT_OF_RANGE',
  );
}

/** `TypeError [ERR_INVALID_ARG_VALUE]`: the right type, and yet of no use. @internal */
export function invalidArgValue(name: string, what: string, cause?: unknown): TypeError {
  const options = cause === undefined ? undefined : { cause };
  return withCode(new TypeError(`The ${described(name)} ${what}`, options), 'ERR_INVALID_ARG_VALUE');
}

/** `TypeError [ERR_INVALID_STATE]`, as the addon has it for a buffer whose memory is gone. @internal */
export function detached(): TypeError {
  return withCode(new TypeError('Invalid state: the buffer is detached'), 'ERR_INVALID_STATE');
}

/** A reader or writer of the user's broke its contract. @internal */
export function invalidReturn(call: string, expected: string, actual: unknown): TypeError {
  return withCode(
    new TypeError(`Expected ${expected} to be returned from the "${call}" function.${received(actual)}`),
    'ERR_INVALID_RETURN_VALUE',
  );
}

/** @internal */
export function illegalConstructor(use: string): TypeError {
  return withCode(new TypeError(`Illegal constructor: use ${use}`), 'ERR_ILLEGAL_CONSTRUCTOR');
}

/** Node shows the code in the first line of the stack and keeps the plain name. */
function withCode<E extends Error>(error: E, code: string): E {
  const plain = error.name;
  error.name = `${plain} [${code}]`;
  void error.stack; // V8 composes it when it is read first
  Reflect.deleteProperty(error, 'name');
  return Object.assign(error, { code });
}

function described(name: string): string {
  return name.includes('.') ? `"${name}" property` : `"${name}" argument`;
}

function received(actual: unknown): string {
  if (actual === null || actual === undefined) return ` Received ${actual}`;
  if (typeof actual === 'function') return ` Received function ${actual.name}`;
  if (typeof actual === 'object') {
    const name = constructorName(actual);
    return name ? ` Received an instance of ${name}` : ` Received ${inspect(actual, { depth: -1 })}`;
  }
  const text = inspect(actual, { colors: false });
  return ` Received type ${typeof actual} (${text.length > 28 ? `${text.slice(0, 25)}...` : text})`;
}

/** What is refused may be a proxy or have getters; describing it must not throw. */
function constructorName(value: object): string {
  try {
    const name: unknown = value.constructor?.name;
    return typeof name === 'string' ? name : '';
  } catch {
    return '';
  }
}

function number(actual: unknown): string {
  if (typeof actual === 'number' && Number.isInteger(actual) && Math.abs(actual) > 2 ** 32) {
    return String(actual).replace(/\B(?=(\d{3})+$)/g, '_');
  }
  return inspect(actual);
}
