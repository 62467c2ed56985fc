// Writes native/core/uppercase_table.h from what Rust's char::to_uppercase did: test/conformance/records/uppercase.jsonl,
// which scripts/record-conformance.mjs wrote.
//
//   node scripts/uppercase-table.mjs [--check]     --check: write nothing, fail where the table would change
import { readFileSync, writeFileSync } from 'node:fs';
import { Failed, inRoot, main } from './run.mjs';

const RECORD = 'test/conformance/records/uppercase.jsonl';
const TABLE = 'native/core/uppercase_table.h';

const hex = (codePoint) => `0x${codePoint.toString(16).toUpperCase()}`;

/** Neighbours, or every second code point, whose upper case is as far away. */
function runsOf(pairs) {
  const runs = [];
  for (const [from, to] of pairs) {
    const offset = to - from;
    const run = runs.at(-1);
    const gap = run && from - run.last;
    const fits = run && run.offset === offset && (run.first === run.last ? gap <= 2 : gap === run.step);
    if (fits) Object.assign(run, { last: from, step: gap });
    else runs.push({ first: from, last: from, step: 1, offset });
  }
  return runs;
}

/** Rows of a table, several to a line. */
function table(type, name, rows, perLine) {
  const lines = [];
  for (let i = 0; i < rows.length; i += perLine) lines.push(`    ${rows.slice(i, i + perLine).join(' ')}`);
  return `inline constexpr auto ${name} = std::to_array<${type}>({\n${lines.join('\n')}\n});`;
}

/** The text of the table. */
function uppercaseTable() {
  const lines = readFileSync(inRoot(RECORD), 'utf8').trimEnd().split('\n');
  const [{ unicode }, , ...mappings] = lines.map((line) => JSON.parse(line));
  const runs = runsOf(mappings.filter(({ length }) => length === 2)).map(
    ({ first, last, step, offset }) => `{${hex(first)}, ${hex(last)}, ${step}, ${offset}},`,
  );
  const expansions = mappings
    .filter(({ length }) => length > 2)
    .map(([from, a, b, c = 0]) => `{${hex(from)}, {${hex(a)}, ${hex(b)}, ${c === 0 ? 0 : hex(c)}}},`);
  return `#pragma once

// Unicode ${unicode}. Made by scripts/uppercase-table.mjs from what Rust does: do not edit.

#include <array>
#include <cstdint>

namespace stdnet {

/// Each \`step\`th code point from \`first\` to \`last\`: its upper case is \`offset\` away.
struct UppercaseRun {
  char32_t first;
  char32_t last;
  std::uint32_t step;
  std::int32_t offset;
};

/// A code point whose upper case is several; 0: no third one.
struct UppercaseExpansion {
  char32_t from;
  std::array<char32_t, 3> to;
};

// Both sorted.
// clang-format off
${table('UppercaseRun', 'kUppercaseRuns', runs, 3)}

${table('UppercaseExpansion', 'kUppercaseExpansions', expansions, 3)}
// clang-format on

}  // namespace stdnet
`;
}

await main(([mode]) => {
  if (mode !== '--check') return writeFileSync(inRoot(TABLE), uppercaseTable());
  if (readFileSync(inRoot(TABLE), 'utf8') !== uppercaseTable()) throw new Failed(`${TABLE} is out of date`);
});
