/** All of the page's style; its digest stands in the page's content security policy. */
export const style = `
:root { color-scheme: light dark; --line: light-dark(#d0d7de, #3d444d); --dim: light-dark(#57606a, #9198a1);
  --raised: light-dark(#f6f8fa, #151b23); --link: light-dark(#0550ae, #79b8ff); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 1rem 1.5rem 6rem; font: 1rem/1.55 system-ui, sans-serif;
  background: light-dark(#fff, #0d1117); color: light-dark(#1f2328, #e6edf3); }
a { color: var(--link); }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--raised); }
h1 { margin-bottom: 0; }
h2 { margin-top: 3.5rem; border-bottom: 1px solid var(--line); }
h3 { margin-top: 2rem; }
h3 a { color: inherit; text-decoration: none; }
h3 a:hover { text-decoration: underline; }
article { padding-top: .5rem; border-bottom: 1px solid var(--line); }
nav ul { columns: 18rem; padding-left: 1.2rem; }
code, pre { font: .9em/1.45 ui-monospace, monospace; }
code { overflow-wrap: anywhere; }
pre { overflow-x: auto; padding: .8rem; border: 1px solid var(--line); border-radius: 6px;
  background: var(--raised); }
.route { padding: .4rem .8rem; border-left: 4px solid var(--link); background: var(--raised); }
.method { font-weight: 700; }
table { display: block; overflow-x: auto; border-collapse: collapse; margin: .5rem 0; }
th, td { padding: .3rem .7rem; border: 1px solid var(--line); text-align: left; vertical-align: top;
  font-weight: 400; }
thead th { font-weight: 600; background: var(--raised); }
dt { margin-top: .6rem; font-weight: 700; }
dd { margin-left: 1.5rem; }
dd p { margin: .2rem 0; }
details { margin: .4rem 0; }
summary { color: var(--dim); cursor: pointer; }
`;
