import { expect, test } from 'vitest';
import { findingOf, findingsOf } from './detectors.fixtures';
import { passwordHashing } from './password-hashing';

test('[Q2] the cost of bcrypt is read at the call', async () => {
	const found = await findingOf(passwordHashing, 'bcrypt', {
		'src/users.ts': `import bcrypt from 'bcrypt';
export const hash = async (password: string) => await bcrypt.hash(password, 12);
`
	});
	expect(found?.title).toBe('Passwords are hashed with bcrypt at cost 12 (bcrypt).');
	expect(found?.kind).toBe('decision');
});

test('[Q2] the cost is followed to its constant, and a low one is a risk', async () => {
	const found = await findingOf(passwordHashing, 'bcrypt', {
		'src/users.js': `const bcrypt = require('bcryptjs');
const ROUNDS = 6;
exports.hash = (password) => bcrypt.hash(password, ROUNDS);
`
	});
	expect(found?.facts['costs']).toEqual(['6']);
	expect(found?.kind).toBe('risk');
});

test.each([
	[
		'bcrypt',
		'User.java',
		'class C { PasswordEncoder e() { return new BCryptPasswordEncoder(); } }'
	],
	[
		'bcrypt',
		'user.go',
		'package u\nimport "golang.org/x/crypto/bcrypt"\nfunc f(p []byte) { bcrypt.GenerateFromPassword(p, bcrypt.DefaultCost) }'
	],
	['bcrypt', 'User.php', "<?php\n$user->password = bcrypt($request->input('password'));\n"],
	[
		'bcrypt',
		'user.rb',
		'class User < ApplicationRecord\n  has_secure_password validations: false\nend\n'
	],
	[
		'django-s-password-hashers',
		'models.py',
		'from django.contrib.auth.models import User\ndef f(user, password):\n    user.set_password(password)\n'
	],
	[
		'argon2',
		'users.rs',
		'use argon2::Argon2;\nfn f() { PasswordHash::generate(Argon2::default(), password, salt); }'
	],
	[
		'pbkdf2-by-asp-net-identity-s-hasher',
		'Users.cs',
		'using Microsoft.AspNetCore.Identity;\nclass A { void B() { _hasher.HashPassword(user, password); } }'
	]
])('[Q2] %s is found in %s', async (subject, path, text) => {
	const found = await findingOf(passwordHashing, subject, { [path]: text });
	expect(found?.evidence).toHaveLength(1);
});

test('[Q1] Devise hashes with the stretches of its initializer', async () => {
	const found = await findingOf(passwordHashing, 'bcrypt', {
		Gemfile: "gem 'devise'\n",
		'app/models/user.rb':
			'class User < ApplicationRecord\n  devise :database_authenticatable, :registerable\nend\n',
		'config/initializers/devise.rb':
			'Devise.setup do |config|\n  config.stretches = Rails.env.test? ? 1 : 11\nend\n'
	});
	expect(found?.title).toBe('Devise hashes passwords with bcrypt at cost 11.');
});

test("[Q2] of a delegating encoder's only the one that makes hashes is told", async () => {
	const contents = {
		'A.java':
			'package a;\nclass A {\n\tPasswordEncoder encoder() {\n\t\tvar id = "argon2";\n\t\tencoders.put(id, Argon2PasswordEncoder.defaults());\n\t\tencoders.put("bcrypt", new BCryptPasswordEncoder());\n\t\treturn new DelegatingPasswordEncoder(id, encoders);\n\t}\n}\n'
	};
	expect(await findingOf(passwordHashing, 'argon2', contents)).toBeDefined();
	expect(await findingOf(passwordHashing, 'bcrypt', contents)).toBeUndefined();
});

test('[Q2] codes that are hashed as passwords are no passwords', async () => {
	const hash = (value: string) =>
		findingOf(passwordHashing, 'php-s-password-hash', {
			'a.php': `<?php\n$h = password_hash(${value}, PASSWORD_DEFAULT);\n`
		});
	expect(await hash('(string) $backupCode')).toBeUndefined();
	expect(await hash('$encoded')).toBeDefined();
	expect(await hash('$user->password')).toBeDefined();
});

test('[Q2] Devise with an encryptor of its own does not hash with bcrypt', async () => {
	const contents = {
		Gemfile: "gem 'devise'\ngem 'devise-encryptable'\n",
		'app/models/user.rb':
			'class User < ApplicationRecord\n  devise :database_authenticatable, :encryptable\nend\n',
		'config/initializers/devise.rb':
			'Devise.setup do |config|\n  config.encryptor = :authlogic_sha512\n  config.stretches = 20\nend\n'
	};
	expect(await findingOf(passwordHashing, 'bcrypt', contents)).toBeUndefined();
	const found = await findingOf(passwordHashing, 'devise-encryptor', contents);
	expect(found?.title).toBe('Devise hashes passwords with authlogic_sha512, not with bcrypt.');
});

test('[Q2] a quick hash of a password is a risk; of anything else it is not', async () => {
	const risky = await findingOf(passwordHashing, 'fast-hash', {
		'a.php': '<?php\n$hash = md5($password);\n',
		'b.py': 'import hashlib\nh = hashlib.sha256(password.encode())\n'
	});
	expect(risky?.facts['calls']).toBe(2);
	expect(
		await findingsOf(passwordHashing, {
			'a.php': '<?php\n$etag = md5($body);\n$key = hash("sha256", $url);\n',
			'b.py': 'import hashlib\nh = hashlib.sha256(content).hexdigest()\n',
			'c.ts':
				"import { createHash } from 'node:crypto';\nexport const h = createHash('sha1').update(blob);\n",
			'd.ts': 'export const h = map.hash(password);\n'
		})
	).toEqual([]);
});

test('[Q2] tests of the project do not count', async () => {
	expect(
		await findingsOf(passwordHashing, {
			'src/users.test.ts': "import bcrypt from 'bcrypt';\nbcrypt.hash(password, 1);\n"
		})
	).toEqual([]);
});

test('[Q2] a password that stands at the call is not shown', async () => {
	const found = await findingOf(passwordHashing, 'pbkdf2-by-asp-net-identity-s-hasher', {
		'Seed.cs':
			'using Microsoft.AspNetCore.Identity;\nclass A { void B() { _userManager.CreateAsync(admin, "Admin1stration!"); } }'
	});
	expect(found?.evidence[0]?.snippet).not.toContain('Admin1stration');
});
