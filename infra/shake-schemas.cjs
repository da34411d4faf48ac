// An esbuild plugin: of the SDK's schemas, only those of the operations that a function calls are bundled.
//
// In the SDK's files the members of most schemas are named by constants, `{ [_h]: ["PUT", "/…"] }`. A computed name
// may have a side effect as far as esbuild knows, so that it keeps all schemas of a service: for IoT Core, of 270
// operations. With the constants' texts in their places the objects are plain, and those that nothing uses are left out.
const { readFile } = require('node:fs/promises');

const constant = /^const (_\w+) = ("[^"\\]*");$/gm;
const computedName = /\[(_\w+)\]:/g;

module.exports = [
  {
    name: 'shake-schemas',
    setup: ({ onLoad }) => {
      onLoad({ filter: /[\\/]@aws-sdk[\\/].*[\\/]schemas[\\/]schemas_\d+\.js$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        const texts = new Map([...source.matchAll(constant)].map(([, name, text]) => [name, text]));
        const contents = source.replaceAll(computedName, (whole, name) =>
          texts.has(name) ? `${texts.get(name)}:` : whole,
        );
        return { contents, loader: 'js' };
      });
    },
  },
];
