/** Colours, light or dark as the reader's system is. The hues are those of Observable Plot. @internal */
export const PALETTE = `
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1b1e23; --soft: #5a6270; --line: #d9dde3; --card: #f6f7f9;
  --c0: #4269d0; --c1: #d98e04; --c2: #e0513a; --c3: #3a9d8f; --c4: #3ca951;
  --c5: #e0659a; --c6: #9a5ff0; --c7: #6a9bd8; --c8: #94654a; --c9: #868e99;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14161a; --ink: #e8eaee; --soft: #a2a9b5; --line: #343a44; --card: #1d2026;
    --c0: #7c9bf2; --c1: #efb118; --c2: #ff725c; --c3: #6cc5b0; --c4: #57c96d;
    --c5: #ff8ab7; --c6: #b58bff; --c7: #97bbf5; --c8: #c0917a; --c9: #a7adb8;
  }
}
`;

/** What the page looks like. @internal */
export const STYLE = `${PALETTE}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin: 2.5rem 0 0.75rem; } h3 { font-size: 1rem; }
a { color: var(--c0); }
dl { display: grid; grid-template-columns: fit-content(35%) 1fr; gap: 0.1rem 1rem; }
dt { color: var(--soft); } dd { margin: 0; }
nav ul, .legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; list-style: none; padding: 0; }
.legend { font-size: 0.85rem; margin: 0.5rem 0 0; }
.legend li::before { content: ''; display: inline-block; width: 0.8em; height: 0.8em; margin-right: 0.4em; background: var(--c); }
.legend .stroke-1::before { background: repeating-linear-gradient(90deg, var(--c) 0 0.3em, transparent 0.3em 0.5em); }
.legend .stroke-2::before { background: repeating-linear-gradient(90deg, var(--c) 0 0.1em, transparent 0.1em 0.25em); }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); gap: 1rem; align-items: start; }
figure { margin: 0; padding: 0.75rem; background: var(--card); border-radius: 0.5rem; }
figcaption { font-weight: 600; margin-bottom: 0.5rem; }
svg { --plot-background: var(--card); display: block; width: 100%; max-width: 30rem; height: auto; }
.wide { overflow-x: auto; margin-top: 1rem; }
table { border-collapse: collapse; font-size: 0.85rem; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
th, td { padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th { color: var(--soft); font-weight: 500; }
th:first-child, td:first-child, .text { text-align: left; }
.faster { color: var(--c4); } .slower { color: var(--c2); }
.remarks { padding-left: 1.2rem; } .remarks .more { list-style: none; margin-left: 1rem; }
`;
