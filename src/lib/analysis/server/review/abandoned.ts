import type { Dependency } from '../../manifests';

/** Libraries whose own authors say that they are over, and what they point to. */
const table: Record<string, string> = {
	'npm request': 'Deprecated by its authors since 2020; `fetch` is part of Node.',
	'npm request-promise': 'It stands on request, which is deprecated since 2020.',
	'npm tslint': 'Deprecated by its authors since 2019 in favour of ESLint.',
	'npm node-sass': 'Deprecated by its authors; `sass` takes its place.',
	'npm babel-eslint': 'Deprecated by its authors; `@babel/eslint-parser` takes its place.',
	'npm moment':
		'Its authors call it a legacy project in maintenance mode, and name other libraries for new work.',
	'npm protractor': 'Its authors ended it in 2023.',
	'npm faker': 'Its author emptied it in 2022; `@faker-js/faker` goes on.',
	'npm left-pad': 'Deprecated; `padStart` is part of the language.',
	'npm bower': 'Its authors point to other package managers since 2017.',
	'npm phantomjs': 'Its development was suspended in 2018.',
	'npm crypto-js': 'Discontinued by its authors; Node and browsers have cryptography of their own.',
	'pypi pycrypto':
		'Without a release since 2013, with known holes; `pycryptodome` takes its place.',
	'pypi nose': 'Without a release since 2015; it does not run on newer Pythons.',
	'pypi mysql-python': 'Without a release since 2014, for Python 2; `mysqlclient` takes its place.',
	'maven log4j:log4j': 'Log4j 1 reached its end of life in 2015, with known holes.',
	'maven io.springfox:springfox-swagger2':
		'Without a release since 2020; it does not run on Spring Boot 3.',
	'maven io.springfox:springfox-boot-starter':
		'Without a release since 2020; it does not run on Spring Boot 3.',
	'go github.com/dgrijalva/jwt-go':
		'Archived, with a known hole; `github.com/golang-jwt/jwt` goes on.',
	'go github.com/satori/go.uuid':
		'Without a release since 2018; `github.com/google/uuid` is its usual successor.',
	'gem therubyracer': 'Its development has stopped; `mini_racer` takes its place.',
	'composer fzaninotto/faker': 'Archived by its author; `fakerphp/faker` goes on.',
	'composer swiftmailer/swiftmailer':
		'Its authors ended it in 2021; `symfony/mailer` takes its place.',
	'composer phpunit/php-token-stream': 'Archived by its author.'
};

/** Why a library should be left behind; undefined for all others. */
export function abandoned({ ecosystem, name }: Dependency): string | undefined {
	const key = `${ecosystem} ${name}`;
	return Object.hasOwn(table, key) ? table[key] : undefined;
}
