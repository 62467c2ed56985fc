import { describe } from 'vitest';
import { holdAgainstRust } from './scenario.js';

describe('udp', () => holdAgainstRust('udp'));
