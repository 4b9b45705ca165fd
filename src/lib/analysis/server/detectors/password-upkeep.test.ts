import { expect, test } from 'vitest';
import { findingOf } from './detectors.fixtures';
import { passwordHashing } from './password-hashing';

test('[Q2] the first of Django’s hashers makes hashes, the others only check them', async () => {
	const found = await findingOf(passwordHashing, 'hashers-in-order', {
		'app/settings.py': `PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    # "django.contrib.auth.hashers.MD5PasswordHasher",
]
OTHER = ["x.y.Z"]
`
	});
	expect(found?.facts).toEqual({ first: 'Argon2PasswordHasher', older: ['PBKDF2PasswordHasher'] });
	expect(found?.title).toContain('1 more hasher stays listed');
});

test('[Q2] hashers of tests do not count', async () => {
	expect(
		await findingOf(passwordHashing, 'hashers-in-order', {
			'app/tests/settings.py':
				'PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]\n'
		})
	).toBeUndefined();
});

test.each([
	['A.php', '<?php\nif (Hash::needsRehash($user->password)) { $user->save(); }\n'],
	['a.py', 'def verify(password, hash):\n    return context.verify_and_update(password, hash)\n'],
	['a.ts', 'if (argon2.needsRehash(user.password)) update(user);\n']
])('[Q2] hashing anew at sign-in is found in %s', async (path, text) => {
	expect(await findingOf(passwordHashing, 'rehashed', { [path]: text })).toBeDefined();
});

test('[Q2] something else that needs an update is none', async () => {
	expect(
		await findingOf(passwordHashing, 'rehashed', {
			'a.py': 'if cache.needs_update(key):\n    refresh(key)\n'
		})
	).toBeUndefined();
});

test('[Q2] ring’s PBKDF2 of a password is found; argon2 in a command of the program is not', async () => {
	const files = {
		'src/crypto.rs':
			'use ring::pbkdf2;\npub fn hash_password(secret: &[u8]) {\n    pbkdf2::derive(ALG, iterations, salt, secret, &mut out);\n}\n',
		'src/main.rs':
			'use argon2::Argon2;\nfn parse_args() {\n    let hash = argon2.hash_password(password.as_bytes(), &salt);\n}\n'
	};
	expect(await findingOf(passwordHashing, 'pbkdf2', files)).toBeDefined();
	expect(await findingOf(passwordHashing, 'argon2', files)).toBeUndefined();
});
