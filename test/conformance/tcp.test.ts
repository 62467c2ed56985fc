import { describe } from 'vitest';
import { holdAgainstRust } from './scenario.js';

describe('tcp', () => holdAgainstRust('tcp'));
