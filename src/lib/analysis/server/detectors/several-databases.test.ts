import { describe, expect, it } from 'vitest';
import { dataAccess } from './data-access';
import { findingOf } from './detectors.fixtures';

describe('several databases', () => {
	it('[Q2] sees one program that works on more than one', async () => {
		const go = await findingOf(dataAccess, 'several-databases', {
			'a.go': 'package a\n\nimport (\n\t"gorm.io/driver/sqlite"\n\t"gorm.io/driver/postgres"\n)\n'
		});
		expect(go?.facts['databases']).toEqual(['SQLite', 'PostgreSQL']);
		const python = await findingOf(dataAccess, 'several-databases', {
			'settings.py':
				'if A:\n    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}\nelse:\n    DATABASES = {"default": {"ENGINE": "django.db.backends.mysql"}}\n'
		});
		expect(python?.facts['databases']).toEqual(['SQLite', 'MySQL']);
	});

	it('[Q2] says nothing of one database, of tests, and of settings for each place', async () => {
		expect(
			await findingOf(dataAccess, 'several-databases', {
				'a.go': 'package a\n\nimport "gorm.io/driver/postgres"\n',
				'a_test.go': 'package a\n\nimport "gorm.io/driver/sqlite"\n',
				'settings/local.py': 'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}\n',
				'settings/live.py': 'DATABASES = {"default": {"ENGINE": "django.db.backends.mysql"}}\n'
			})
		).toBeUndefined();
	});
});
