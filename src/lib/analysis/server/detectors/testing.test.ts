import { describe, expect, it } from 'vitest';
import { findingOf, findingsOf, placesIn } from './detectors.fixtures';
import { testing } from './testing';

const written: [string, Record<string, string>, number][] = [
	[
		'vitest',
		{ 'a.test.ts': "import { it } from 'vitest';\nit('a', () => {});\nit('b', () => {});\n" },
		2
	],
	[
		'jest',
		{
			'package.json': '{ "devDependencies": { "jest": "29" } }',
			'a.test.js': "describe('a', () => {\n\tit('b', () => {});\n});\n"
		},
		1
	],
	['pytest', { 'tests/test_a.py': 'import pytest\n\ndef test_a():\n    pass\n' }, 1],
	[
		'junit-5',
		{
			'src/test/java/ATest.java':
				'import org.junit.jupiter.api.Test;\nclass ATest {\n  @Test\n  void a() {}\n}\n'
		},
		1
	],
	[
		'go-s-testing-package',
		{ 'a_test.go': 'package a\n\nimport "testing"\n\nfunc TestA(t *testing.T) {}\n' },
		1
	],
	[
		'xunit',
		{ 'tests/ATests.cs': 'using Xunit;\npublic class ATests { [Fact] public void A() { } }\n' },
		1
	],
	[
		'minitest',
		{ 'test/a_test.rb': 'class ATest < ActiveSupport::TestCase\n  test "a" do\n  end\nend\n' },
		1
	],
	[
		'phpunit',
		{ 'tests/ATest.php': '<?php\nclass ATest extends TestCase { public function testA() {} }\n' },
		1
	]
];

describe('tests and doubles', () => {
	it.each(written)('[Q2] counts files and cases of %s', async (subject, contents, cases) => {
		expect((await findingOf(testing, subject, contents))?.facts).toMatchObject({ files: 1, cases });
	});

	it('[Q2] tells the style of doubles', async () => {
		const found = await findingOf(testing, 'doubles', {
			'a.test.ts': "import { vi } from 'vitest';\nvi.mock('./db');\n",
			'tests/test_b.py':
				'from unittest.mock import patch\n\n@patch("a.b")\ndef test_b(b):\n    pass\n',
			'c_test.go': 'package c\n\nimport "testing"\n'
		});
		expect(found?.facts).toMatchObject({ files: 2, of: 3 });
		expect(placesIn(found).toSorted()).toEqual(['a.test.ts:2', 'tests/test_b.py:3']);
	});

	it('[Q2] sees fakes, what is real, fixed waits and what is skipped', async () => {
		const contents = {
			'a_test.go':
				'package a\n\nimport "testing"\n\ntype FakeStore struct{}\n\nfunc TestA(t *testing.T) {\n\tt.Skip("later")\n\ttime.Sleep(2 * time.Second)\n\thttptest.NewRecorder()\n}\n'
		};
		expect(placesIn(await findingOf(testing, 'fakes', contents))).toEqual(['a_test.go:5']);
		expect(placesIn(await findingOf(testing, 'skipped', contents))).toEqual(['a_test.go:8']);
		expect(placesIn(await findingOf(testing, 'fixed-waits', contents))).toEqual(['a_test.go:9']);
		expect(placesIn(await findingOf(testing, 'go-s-httptest', contents))).toEqual(['a_test.go:10']);
	});

	it('[Q2] counts what is skipped however it is spelled', async () => {
		const found = await findingOf(testing, 'skipped', {
			'a_test.go':
				'package a\n\nimport "testing"\n\nfunc (s *Suite) TestA() {\n\ts.T().Skip()\n}\n\nfunc BenchmarkA(b *testing.B) {\n\tb.SkipNow()\n\ts.list.Skip(2)\n}\n',
			'tests/test_a.py':
				"import unittest\n\nclass A(unittest.TestCase):\n    @unittest.skipIf(old, 'too old')\n    def test_a(self):\n        self.skipTest('later')\n"
		});
		expect(placesIn(found).toSorted()).toEqual([
			'a_test.go:10',
			'a_test.go:6',
			'tests/test_a.py:4',
			'tests/test_a.py:6'
		]);
	});

	it('[Q2] says nothing of the program itself', async () => {
		expect(
			await findingsOf(testing, {
				'src/a.go': 'package a\n\ntype FakeStore struct{}\n\nfunc f() { time.Sleep(1) }\n',
				'src/it.ts': "it('a', () => {});\ntest('b');\n"
			})
		).toEqual([]);
	});
});

it('[Q2] a controller made for a test of something else is no request through Rails', async () => {
	const subject = 'rails-request-and-controller-tests';
	const helper =
		'class TestController < ActionController::Base\nend\ndescribe Words do\n  it { }\nend\n';
	expect(await findingOf(testing, subject, { 'spec/words_spec.rb': helper })).toBeUndefined();
	for (const text of [
		'class UsersTest < ActionDispatch::IntegrationTest\n  test "a" do\n  end\nend\n',
		"RSpec.describe 'users', type: :request do\n  it { get '/users' }\nend\n"
	])
		expect(await findingOf(testing, subject, { 'spec/users_spec.rb': text })).toBeDefined();
});
