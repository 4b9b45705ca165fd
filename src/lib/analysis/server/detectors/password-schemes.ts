import type { Language } from '../../facts';
import { JVM, SCRIPTS } from './marks';

/** A library that hashes passwords, and where its cost stands. */
export interface Scheme {
	algorithm: string;
	library: string;
	in: readonly Language[];
	/** The file must import this. */
	imports?: RegExp;
	hash: RegExp;
	/** What an argument must say. */
	args?: RegExp;
	/** Place of the argument that says how much work it is. */
	cost?: number;
	/** What is called so hashes everything: an argument or the function must speak of passwords. */
	isGeneral?: true;
}

export const schemes: readonly Scheme[] = [
	{
		algorithm: 'bcrypt',
		library: 'bcrypt',
		in: SCRIPTS,
		imports: /^(bcrypt|bcryptjs|bcrypt-nodejs|@node-rs\/bcrypt)$/,
		hash: /(^|\.)(hash|hashSync|genSalt|genSaltSync)$/,
		cost: 1
	},
	{
		algorithm: 'argon2',
		library: 'argon2',
		in: SCRIPTS,
		imports: /^(argon2|@node-rs\/argon2|argon2-browser)$/,
		hash: /^(argon2?\.)?hash$/
	},
	{
		algorithm: 'scrypt',
		library: 'node:crypto',
		in: SCRIPTS,
		imports: /^(node:)?crypto$|^scrypt/,
		hash: /^(crypto\.)?scrypt(Sync|Async)?$/,
		isGeneral: true
	},
	{
		algorithm: 'PBKDF2',
		library: 'node:crypto',
		in: SCRIPTS,
		imports: /^(node:)?crypto$|^pbkdf2/,
		hash: /^(crypto\.)?pbkdf2(Sync|Async)?$/,
		cost: 2,
		isGeneral: true
	},
	{
		algorithm: 'bcrypt',
		library: 'bcrypt',
		in: ['python'],
		imports: /^(bcrypt|flask_bcrypt|passlib\.hash)$/,
		hash: /^bcrypt\.(hashpw|generate_password_hash|hash|using\(\)\.hash)$/
	},
	{
		algorithm: 'argon2',
		library: 'argon2-cffi',
		in: ['python'],
		imports: /^argon2/,
		hash: /^(ph|\w*hasher|self\.\w*hasher|argon2\.PasswordHasher\(\)|PasswordHasher\(\))\.hash$/i
	},
	{
		algorithm: 'bcrypt',
		library: 'passlib',
		in: ['python'],
		imports: /^passlib/,
		hash: /(^|\.)CryptContext$/,
		args: /schemes=\[\s*["']bcrypt/
	},
	{
		algorithm: 'argon2',
		library: 'passlib',
		in: ['python'],
		imports: /^passlib/,
		hash: /(^|\.)CryptContext$/,
		args: /schemes=\[\s*["']argon2/
	},
	{
		algorithm: 'argon2',
		library: 'pwdlib',
		in: ['python'],
		imports: /^pwdlib/,
		hash: /^PasswordHash\.recommended$|^Argon2Hasher$/
	},
	{
		algorithm: "Werkzeug's default",
		library: 'werkzeug.security',
		in: ['python'],
		imports: /^werkzeug/,
		hash: /(^|\.)generate_password_hash$/
	},
	{
		algorithm: "Django's PASSWORD_HASHERS",
		library: 'django.contrib.auth',
		in: ['python'],
		imports: /^(django|rest_framework)/,
		hash: /(^make_password|\.set_password|\.create_user)$/
	},
	{
		algorithm: 'bcrypt',
		library: 'Spring Security',
		in: JVM,
		hash: /^(new )?BCryptPasswordEncoder$/,
		cost: 0
	},
	{
		algorithm: 'argon2',
		library: 'Spring Security',
		in: JVM,
		hash: /^(new )?Argon2PasswordEncoder(\.\w+)?$/
	},
	{
		algorithm: 'PBKDF2',
		library: 'Spring Security',
		in: JVM,
		hash: /^(new )?Pbkdf2PasswordEncoder(\.\w+)?$/
	},
	{
		algorithm: "bcrypt by Spring's delegating encoder",
		library: 'Spring Security',
		in: JVM,
		hash: /^PasswordEncoderFactories\.createDelegatingPasswordEncoder$/
	},
	{ algorithm: 'bcrypt', library: 'jBCrypt', in: JVM, hash: /^BCrypt\.hashpw$/ },
	{
		algorithm: 'bcrypt',
		library: 'golang.org/x/crypto/bcrypt',
		in: ['go'],
		imports: /^golang\.org\/x\/crypto\/bcrypt$/,
		hash: /\.GenerateFromPassword$/,
		cost: 1
	},
	{
		algorithm: 'argon2',
		library: 'golang.org/x/crypto/argon2',
		in: ['go'],
		imports: /^golang\.org\/x\/crypto\/argon2$/,
		hash: /^argon2\.(IDKey|Key)$/,
		cost: 2
	},
	{
		algorithm: 'scrypt',
		library: 'golang.org/x/crypto/scrypt',
		in: ['go'],
		imports: /^golang\.org\/x\/crypto\/scrypt$/,
		hash: /^scrypt\.Key$/,
		cost: 2,
		isGeneral: true
	},
	{
		algorithm: 'argon2',
		library: 'argon2',
		in: ['rust'],
		imports: /^(argon2|password_auth|password_hash)/,
		hash: /(^PasswordHash\.generate|\.hash_password|\.generate_hash|\.hash_encoded)$/
	},
	{
		algorithm: 'PBKDF2',
		library: 'ring',
		in: ['rust'],
		imports: /^ring/,
		hash: /^(ring\.)?pbkdf2\.derive$/,
		isGeneral: true
	},
	{
		algorithm: 'bcrypt',
		library: 'bcrypt',
		in: ['rust'],
		hash: /^bcrypt\.hash(_with_\w+)?$/,
		cost: 1
	},
	{
		algorithm: "PBKDF2 by ASP.NET Identity's hasher",
		library: 'ASP.NET Core Identity',
		in: ['csharp'],
		imports: /^Microsoft\.AspNetCore\.Identity/,
		hash: /(\.HashPassword|[uU]serManager\.(CreateAsync|AddPasswordAsync))$/
	},
	{
		algorithm: 'bcrypt',
		library: 'BCrypt.Net',
		in: ['csharp'],
		hash: /(^|\.)BCrypt\.(EnhancedHashPassword|HashPassword)$/,
		cost: 1
	},
	{
		algorithm: 'PBKDF2',
		library: '.NET',
		in: ['csharp'],
		hash: /^(new Rfc2898DeriveBytes|Rfc2898DeriveBytes\.Pbkdf2|KeyDerivation\.Pbkdf2)$/,
		isGeneral: true
	},
	{
		algorithm: 'HMAC-SHA-512',
		library: '.NET',
		in: ['csharp'],
		hash: /^new HMACSHA512$/,
		isGeneral: true
	},
	{ algorithm: 'bcrypt', library: 'bcrypt', in: ['ruby'], hash: /^BCrypt\.Password\.create$/ },
	{
		algorithm: 'bcrypt',
		library: 'has_secure_password',
		in: ['ruby'],
		hash: /^has_secure_password$/
	},
	{ algorithm: 'bcrypt', library: 'Laravel', in: ['php'], hash: /^bcrypt$/ },
	{ algorithm: "Laravel's hasher", library: 'Laravel', in: ['php'], hash: /^Hash\.make$/ },
	{ algorithm: "PHP's password_hash", library: 'PHP', in: ['php'], hash: /^password_hash$/ }
];
