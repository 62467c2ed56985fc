import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { onPath } from '../../../lib/bench/on_path.js';

it('a program is found where the PATH has it', () => {
  expect(basename(onPath('sh'))).toBe('sh');
  expect(() => onPath('no-such-program-anywhere')).toThrow(
    'there is no no-such-program-anywhere on the PATH',
  );
  expect(() => onPath('no-such-program-anywhere')).toThrow(expect.objectContaining({ name: 'BenchError' }));
});
