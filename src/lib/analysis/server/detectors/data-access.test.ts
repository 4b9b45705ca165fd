import { describe, expect, it } from 'vitest';
import { dataAccess } from './data-access';
import { findingOf, findingsOf, placesIn } from './detectors.fixtures';

const used: [string, string, Record<string, string>, string][] = [
	[
		'Prisma',
		'prisma',
		{
			'src/users.ts': `import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport const all = () => prisma.user.findMany();\n`
		},
		'src/users.ts:3'
	],
	[
		'TypeORM',
		'typeorm',
		{
			'src/user.entity.ts': `import { Entity, Column } from 'typeorm';\n\n@Entity('users')\nexport class User {\n\t@Column() name: string;\n}\n`
		},
		'src/user.entity.ts:3'
	],
	[
		"Django's models, through a base of the project",
		'django-models',
		{
			'core/models.py': `from django.db import models\n\nclass Timed(models.Model):\n    at = models.DateTimeField()\n`,
			'blog/models.py': `from core.models import Timed\n\nclass Article(Timed):\n    pass\n`
		},
		'blog/models.py:3'
	],
	[
		'JPA',
		'jpa',
		{
			'src/main/java/User.java': `import jakarta.persistence.Entity;\n\n@Entity\npublic class User {\n  private Long id;\n}\n`
		},
		'src/main/java/User.java:3'
	],
	[
		'GORM',
		'gorm',
		{
			'models.go': `package app\n\nimport "gorm.io/gorm"\n\ntype User struct {\n\tgorm.Model\n\tName string\n}\n`
		},
		'models.go:5'
	],
	[
		'Entity Framework',
		'entity-framework-core',
		{
			'Data/AppContext.cs': `using Microsoft.EntityFrameworkCore;\n\npublic class AppContext : DbContext\n{\n}\n`
		},
		'Data/AppContext.cs:3'
	],
	[
		'Active Record',
		'active-record',
		{ 'app/models/user.rb': `class User < ApplicationRecord\nend\n` },
		'app/models/user.rb:1'
	],
	[
		'Eloquent',
		'eloquent',
		{
			'app/Article.php': `<?php\nnamespace App;\nuse Illuminate\\Database\\Eloquent\\Model;\nclass Article extends Model\n{\n}\n`
		},
		'app/Article.php:4'
	]
];

describe('data access', () => {
	it.each(used)('[Q1] names %s where it is used', async (_, subject, contents, place) => {
		const found = await findingOf(dataAccess, subject, contents);
		expect(found?.manifestOnly).toBe(false);
		expect(placesIn(found)).toContain(place);
	});

	it('[Q1] counts what models are asked themselves', async () => {
		const found = await findingOf(dataAccess, 'eloquent', {
			'app/Tag.php': `<?php\nuse Illuminate\\Database\\Eloquent\\Model;\nclass Tag extends Model {}\n`,
			'app/TagController.php': `<?php\nclass TagController {\n  function index() { return Tag::where('a', 1)->get(); }\n}\n`
		});
		expect(found?.facts).toMatchObject({ models: 1, files: 2 });
		expect(found?.facts['calls']).toBeGreaterThan(0);
	});

	it('[Q2] says apart what only a manifest declares', async () => {
		const found = await findingOf(dataAccess, 'typeorm-declared', {
			'package.json': `{ "dependencies": { "typeorm": "^0.3.0" } }`,
			'src/a.ts': 'export const a = 1;\n'
		});
		expect(found).toMatchObject({ manifestOnly: true, kind: 'fact' });
	});

	it('[Q2] says nothing of models of other libraries, of tests, and of calls that look alike', async () => {
		const found = await findingsOf(dataAccess, {
			'src/model.ts': `import { Model } from './base';\nexport class Car extends Model {\n\tfind() { return this.list.find(Boolean); }\n}\n`,
			'ml/net.py': `from keras import Model\n\nclass Net(Model):\n    pass\n`,
			'Widget.java': `@Entity\nclass Widget { }\n`,
			'tests/user_test.go': `package app\n\nimport "gorm.io/gorm"\n\ntype User struct {\n\tgorm.Model\n}\n`
		});
		expect(found).toEqual([]);
	});
});

it('[Q2] a fork of sqlx maps rows, too; database/sql beside it only names what is null', async () => {
	const found = await findingsOf(dataAccess, {
		'store.go':
			'package a\n\nimport (\n\t"database/sql"\n\n\t"github.com/someone/sqlx-v2"\n)\n\nfunc f(db *sqlx.DB) (u User, err error) {\n\terr = db.GetContext(ctx, &u, query)\n\tdb.ExecContext(ctx, query)\n\treturn u, err\n}\n'
	});
	expect(found.map(({ key }) => key)).toEqual(['data-access:sqlx']);
	const alone = await findingsOf(dataAccess, {
		'store.go':
			'package a\n\nimport "database/sql"\n\nfunc f(db *sql.DB) { db.ExecContext(ctx, query) }\n'
	});
	expect(alone.map(({ key }) => key)).toEqual(['data-access:database-sql']);
});
