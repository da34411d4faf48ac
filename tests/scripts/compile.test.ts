// The compile command as its users run it: a process, a file or a stream of lines, an exit code.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'compile-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Ending = { readonly status: number | null; readonly out: string; readonly err: string };

const run = (args: readonly string[], input: string | Uint8Array = ''): Promise<Ending> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['scripts/compile.ts', ...args]);
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (err += text));
    child.on('error', reject).on('close', (status) => resolve({ status, out, err }));
    child.stdin.end(input);
  });

const place = { region: 'us-east-1', accountId: '123456789012', prefix: 'attache-dev' };
const publish = (subject: string, topicFilter: string) => ({
  subject,
  effect: 'allow',
  actions: ['publish'],
  topicFilter,
});
const setOf = (grants: readonly object[], more: object = {}): string =>
  JSON.stringify({ ...place, grants, ...more });

const compileFile = async (text: string): Promise<Ending> => {
  const file = join(folder, 'grants.json');
  writeFileSync(file, text);
  return run([file]);
};

const arn = (name: string): string => `arn:aws:iot:us-east-1:123456789012:${name}`;
const Condition = { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } };

describe('a file of grants', () => {
  test('is answered with the documents of each scope', async () => {
    const { status, out, err } = await compileFile(setOf([publish('group/a', 'a/#')]));
    const document = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['iot:Publish', 'iot:RetainPublish'],
          Resource: [arn('topic/a'), arn('topic/a/*')],
          Condition,
        },
      ],
    };
    expect(JSON.parse(out)).toEqual({
      scopes: {
        'group/a': [
          { name: 'attache-dev-g-a-fdf166bbeeb847db4b19-1', size: JSON.stringify(document).length, document },
        ],
      },
      refused: [],
    });
    expect([status, err, out.split('\n').length]).toEqual([0, '', 2]);
  });

  test('with refused grants names them, leaves them out and ends with 1', async () => {
    const { status, out } = await compileFile(
      setOf([
        publish('group/a', 'a/+/b'),
        publish('group/a', 'a'),
        publish('team/a', 'a'),
        publish('user/alice', 'a//b'),
      ]),
    );
    const { scopes, refused } = JSON.parse(out);
    expect(refused).toEqual([
      { index: 0, code: 'wildcard-not-expressible', level: '+', detail: expect.stringMatching(/allowWider/) },
      {
        index: 2,
        code: 'unknown-subject',
        detail: '"team/a" is no subject: write user/<userId>, group/<group> or everyone.',
      },
      { index: 3, code: 'empty-level', level: '', detail: expect.any(String) },
    ]);
    expect(Object.keys(scopes)).toEqual(['group/a', 'user/alice']);
    expect([scopes['group/a'][0].document.Statement[0].Resource, scopes['user/alice']]).toEqual([
      [arn('topic/a')],
      [],
    ]);
    expect(status).toBe(1);
  });

  test('takes grants in their order when they do not fit, and smaller ones after one that does not', async () => {
    const places = Array.from({ length: 30 }, (_, n) => publish('group/a', `places/${n}/${'x'.repeat(60)}`));
    const { status, out } = await compileFile(
      setOf([...places, publish('group/a', 'a'), publish('group/a', 'places/0/#'), publish('group/b', 'a')]),
    );
    const { scopes, refused } = JSON.parse(out);
    const first = refused[0].index;
    expect(refused.map(({ index }: { index: number }) => index)).toEqual(
      Array.from({ length: 30 - first }, (_, n) => first + n),
    );
    expect(refused[0]).toEqual({
      index: first,
      code: 'policy-budget-exceeded',
      detail: expect.stringMatching(/need \d+ bytes in 2 documents; there is 1 document of 2048 bytes/),
    });
    const [{ size, document }] = scopes['group/a'];
    expect(document.Statement[0].Resource).toContain(arn('topic/a'));
    expect(size).toBeLessThanOrEqual(2048);
    expect([scopes['group/b'].length, status]).toEqual([1, 1]);
  });

  test('refuses nothing when all of it fits together, in whatever order', async () => {
    const places = Array.from({ length: 100 }, (_, n) => publish('group/a', `places/${n}`));
    const { status, out } = await compileFile(setOf([...places, publish('group/a', 'places/#')]));
    expect([status, JSON.parse(out).refused]).toEqual([0, []]);
  });

  test('gives a scope the documents it may have', async () => {
    const { out } = await compileFile(
      setOf([publish('user/alice', 'a')], { documents: { everyone: 2, 'group/b': 3, 'user/alice': 1 } }),
    );
    const { scopes } = JSON.parse(out);
    expect(Object.entries(scopes).map(([subject, documents]) => [subject, (documents as []).length])).toEqual(
      [
        ['everyone', 2],
        ['group/b', 3],
        ['user/alice', 1],
      ],
    );
  });
});

describe('an identity', () => {
  const identity = { userId: 'alice', groups: ['a', 'c', 'a'] };

  test("carries connect, what is everyone's, its groups' and its own", async () => {
    const { status, out } = await compileFile(
      setOf(
        [
          publish('group/a', 'a'),
          publish('group/b', 'b'),
          publish('user/alice', 'c'),
          publish('user/bob', 'd'),
        ],
        { identity },
      ),
    );
    const { effective, withheld, scopes } = JSON.parse(out);
    expect(effective.map(({ name }: { name: string }) => name)).toEqual([
      'attache-dev-connect',
      'attache-dev-everyone-1',
      ...[...scopes['group/a'], ...scopes['user/alice']].map(({ name }: { name: string }) => name),
    ]);
    expect(effective[0].document.Statement[0]).toMatchObject({ Action: ['iot:Connect'], Condition });
    expect(effective[2].document).toEqual(scopes['group/a'][0].document);
    expect([withheld, status]).toEqual([[], 0]);
  });

  test('in more groups than fit is told what is withheld', async () => {
    const groups = Array.from({ length: 12 }, (_, n) => `g${10 + n}`);
    const grants = groups.map((group) => publish(`group/${group}`, 'a'));
    const { out } = await compileFile(setOf(grants, { identity: { userId: 'alice', groups } }));
    const { effective, withheld } = JSON.parse(out);
    expect([effective.length, withheld]).toEqual([
      9,
      ['group/g17', 'group/g18', 'group/g19', 'group/g20', 'group/g21'],
    ]);
  });
});

describe('what is not of the shape', () => {
  const malformed: readonly [string, RegExp][] = [
    ['{', /not JSON/],
    ['[]', /expected object/],
    [setOf([], { region: 'here' }), /not a region/],
    [setOf([], { accountId: '12' }), /twelve digits/],
    [setOf([], { prefix: 'a/b' }), /not a prefix/],
    [setOf([], { prefix: 'x'.repeat(71) }), /prefix/],
    [setOf([{ ...publish('everyone', 'a'), allowwider: true }]), /allowwider/],
    [setOf([{ ...publish('everyone', 'a'), actions: [] }]), /actions/],
    [setOf([{ ...publish('everyone', 'a'), actions: ['fly'] }]), /actions/],
    [setOf([{ ...publish('everyone', 'a'), effect: 'maybe' }]), /effect/],
    [setOf([{ ...publish('everyone', 'a'), topicFilter: 1 }]), /grants\[0\]\.topicFilter/],
    [setOf([], { documents: { 'group/a': 4 } }), /group\/a/],
    [setOf([], { documents: { 'user/a': 3 } }), /at most 2/],
    [setOf([], { documents: { a: 1 } }), /not a subject/],
    [setOf([], { identity: { userId: '', groups: [] } }), /not a user ID/],
    [setOf([], { identity: { userId: 'a', groups: [''] } }), /not a Cognito group/],
  ];

  test('is said on stderr, ends with 2 and compiles nothing', async () => {
    const { status, out, err } = await compileFile(setOf([], { region: 'here' }));
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(/grants\.json: .*not a region/);
  });

  test('is told by what is wrong with it', async () => {
    const { status, out } = await run(['-'], malformed.map(([text]) => text).join('\n'));
    const details = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).error.detail);
    expect(details).toEqual(malformed.map(([, complaint]) => expect.stringMatching(complaint)));
    expect(status).toBe(2);
  });

  test.each([
    [[], /^Usage: npm run --silent compile/],
    [['a', 'b'], /^Usage/],
    [['/no/such/file.json'], /no such file/],
  ])('nor are the arguments %j', async (args, complaint) => {
    const { status, out, err } = await run(args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(complaint);
  });
});

describe('standard input', () => {
  const plain = setOf([publish('everyone', 'a')]);
  const refusing = setOf([publish('everyone', '+')]);

  test('is answered line by line, in order, the last one without an end of line too', async () => {
    const { status, out } = await run(['-'], `${plain}\r\n${refusing}\n${plain}`);
    const results = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(results.map(({ refused }) => refused.length)).toEqual([0, 1, 0]);
    expect([status, out.endsWith('\n')]).toEqual([1, true]);
  });

  test('is answered with an error in the place of a malformed line, and ends with 2', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${plain}\n{\n\n`),
      Buffer.from([0xff, 0x0a]),
      Buffer.from(`${refusing}\n`),
    ]);
    const { status, out, err } = await run(['-'], bytes);
    const results = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(results.map((result) => result.error?.code ?? result.refused.length)).toEqual([
      0,
      'invalid-input',
      'invalid-input',
      'invalid-input',
      1,
    ]);
    expect(results[3].error.detail).toBe('not UTF-8');
    expect(err.split('\n').map((line) => line.split(':')[0])).toEqual(['line 2', 'line 3', 'line 4', '']);
    expect(status).toBe(2);
  });

  test('may be thousands of lines, longer than any buffer', async () => {
    const lines = Array.from({ length: 3_000 }, (_, n) =>
      setOf([publish('everyone', `a/${n}`), publish('group/é', 'x'.repeat(200))]),
    );
    const { status, out } = await run(['-'], `${lines.join('\n')}\n`);
    const topics = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).scopes.everyone[0].document.Statement[0].Resource[0]);
    expect(topics).toEqual(lines.map((_, n) => arn(`topic/a/${n}`)));
    expect(status).toBe(0);
  });

  test('that is empty is answered with nothing', async () => {
    expect(await run(['-'])).toEqual({ status: 0, out: '', err: '' });
  });
});
