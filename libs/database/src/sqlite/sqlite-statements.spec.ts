import { describe, expect, it } from '@jest/globals';
import { toPositional } from './sqlite-statements.js';

describe('Parameters of a statement for SQLite', () => {
  it.each([
    ['SELECT $1, $2', 'SELECT ?, ?', null],
    ['SELECT 1', 'SELECT 1', null],
    ['SELECT $2, $1, $2', 'SELECT ?, ?, ?', [1, 0, 1]],
    ['SELECT $1, $1', 'SELECT ?, ?', [0, 0]],
    ['SELECT $10, $1', 'SELECT ?, ?', [9, 0]],
    [`SELECT '$1', "$2", 'it''s $3', $1`, `SELECT '$1', "$2", 'it''s $3', ?`, null],
    ['SELECT $1 -- $2\n, $2', 'SELECT ? -- $2\n, ?', null],
    ['SELECT /* $2 */ $1', 'SELECT /* $2 */ ?', null],
    ['SELECT ?, ?', 'SELECT ?, ?', null],
  ])('%j', (sql, text, order) => {
    expect(toPositional(sql)).toEqual({ text, order });
  });
});
