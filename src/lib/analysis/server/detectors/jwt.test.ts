import { expect, test } from 'vitest';
import { findingOf, findingsOf, placesIn } from './detectors.fixtures';
import { jwt } from './jwt';

test('[Q1] tokens are found where Express signs and checks them', async () => {
	const found = await findingOf(jwt, 'tokens', {
		'src/token.ts': `import jwt from 'jsonwebtoken';
export const sign = (id: number) => jwt.sign({ id }, process.env.JWT_SECRET, { expiresIn: '15m' });
`,
		'src/auth.ts': `import jwt from 'jsonwebtoken';
export function check(token: string) {
	return jwt.verify(token, process.env.JWT_SECRET);
}
`
	});
	expect(found?.title).toBe('JSON Web Tokens are signed and checked with jsonwebtoken.');
	expect(placesIn(found)).toEqual(['src/token.ts:2', 'src/auth.ts:3']);
});

test.each([
	[
		'Python',
		{
			'a/tokens.py': `import jwt
from datetime import datetime, timedelta

def make_token(user):
    exp = datetime.now() + timedelta(days=60)
    return jwt.encode({'id': user.pk, 'exp': exp}, settings.SECRET_KEY, algorithm='HS256')
`
		},
		'60 days'
	],
	[
		'Go',
		{
			'common/token.go': `package common

import "github.com/golang-jwt/jwt/v5"

func GenToken(id uint) string {
	token := jwt.New(jwt.SigningMethodHS256)
	token.Claims = jwt.MapClaims{"id": id, "exp": time.Now().Add(time.Hour * 24).Unix()}
	signed, _ := token.SignedString([]byte(secret))
	return signed
}
`
		},
		'24 hours'
	],
	[
		'Ruby',
		{
			'app/models/user.rb': `class User < ApplicationRecord
  def generate_jwt
    JWT.encode({ id: id, exp: 7.days.from_now.to_i }, Rails.application.secrets.secret_key_base)
  end
end
`
		},
		'7 days'
	],
	[
		'C#',
		{
			'JwtTokens.cs': `using System.IdentityModel.Tokens.Jwt;
namespace App;
public class JwtTokens : ITokens {
	public string Make() {
		var token = new JwtSecurityToken(issuer, audience, claims, null, DateTime.UtcNow.AddMinutes(30), credentials);
		return new JwtSecurityTokenHandler().WriteToken(token);
	}
}
`
		},
		'30 minutes'
	]
])('[Q1] how long tokens live is read where %s signs them', async (_, files, lifetime) => {
	const found = await findingOf(jwt, 'lifetime', files);
	expect(found?.facts['lifetimes']).toEqual([lifetime]);
});

test('[Q2] a word called secret in a file about something else is no key', async () => {
	const signing =
		'import jwt\n\ndef sign(self, payload):\n    secret = self.stored()\n    return jwt.encode(payload, secret)\n';
	const form = 'def form():\n    return {"secret": "address"}\n';
	expect(await findingOf(jwt, 'key-in-code', { 'a.py': signing, 'form.py': form })).toBeUndefined();
	const config = 'module.exports = { secret: "long-enough-word" };\n';
	const own = "const jwt = require('jsonwebtoken');\njwt.sign({ id }, config.secret);\n";
	expect(await findingOf(jwt, 'key-in-code', { 'a.js': own, 'config.js': config })).toBeDefined();
});

test('[Q2] how long others live is said to be a setting where one decides it', async () => {
	const signing =
		"import { JwtService } from '@nestjs/jwt';\nclass Tokens {\n\tconstructor(private jwtService: JwtService) {}\n\tmail(user) {\n\t\treturn this.jwtService.sign({ sub: user.id }, { expiresIn: '24h' });\n\t}\n}\n";
	const setting =
		"import { JwtModule } from '@nestjs/jwt';\nexport const jwt = JwtModule.register({\n\tsignOptions: { expiresIn: environment.getTokenLifetime() }\n});\n";
	const both = await findingOf(jwt, 'lifetime', { 'a.ts': signing, 'b.module.ts': setting });
	expect(both?.title).toBe('Tokens live 24 hours; how long others live is a setting.');
	const one = await findingOf(jwt, 'lifetime', { 'a.ts': signing });
	expect(one?.title).toBe('Tokens live 24 hours.');
});

test('[Q1] Spring and Laravel are known by their libraries', async () => {
	const java = await findingOf(jwt, 'tokens', {
		'src/main/java/acme/JwtService.java': `package acme;
import io.jsonwebtoken.Jwts;
@Service
class JwtService {
	String toToken(User user) { return Jwts.builder().setSubject(user.getId()).compact(); }
	void check(String token) { Jwts.parserBuilder().setSigningKey(key).build().parseClaimsJws(token); }
}
`
	});
	expect(java?.facts['libraries']).toEqual(['jjwt']);
	const php = await findingOf(jwt, 'tokens', {
		'app/User.php': `<?php
namespace App;
use Tymon\\JWTAuth\\Facades\\JWTAuth;
class User { public function token() { return JWTAuth::fromUser($this); } }
`
	});
	expect(php?.facts['libraries']).toEqual(['jwt-auth']);
});

test('[Q2] a key that falls back to a literal is a risk, and is not shown', async () => {
	const found = await findingOf(jwt, 'key-in-code', {
		'src/token.js': `const jwt = require('jsonwebtoken');
exports.sign = (id) => jwt.sign({ id }, process.env.JWT_SECRET || 'sup3rsecret');
`
	});
	expect(found?.title).toBe('The key that signs tokens falls back to a literal in the code.');
	expect(found?.evidence[0]?.snippet).not.toContain('sup3rsecret');
});

test('[Q2] a constant that holds the key is followed to its file', async () => {
	const found = await findingOf(jwt, 'key-in-code', {
		'config.go': `package common
const SigningSecret = "a very strong string"
`,
		'token.go': `package common
import "github.com/golang-jwt/jwt/v5"
func Gen(token *jwt.Token) { token.SignedString([]byte(SigningSecret)) }
`
	});
	expect(placesIn(found)).toEqual(['config.go:2']);
	expect(found?.facts['isFallback']).toBe(false);
});

test('[Q2] other things that sign, decode or hash are no tokens', async () => {
	expect(
		await findingsOf(jwt, {
			'a.ts': `import { createSign } from 'node:crypto';
export const a = createSign('sha256').sign(key);
export const b = decode(text);
`,
			'b.py': `import json
x = json.decode(y)
z = "a".encode("utf-8")
`,
			'c.go': `package c
import "net/url"
func f() { url.Parse("/x") }
`,
			'd.cs': `class A { void B() { writer.WriteToken(x); } }`
		})
	).toEqual([]);
});
