import type { Ecosystem } from '../../manifests';

/** What a library is there for. */
export const purposes = [
	'web',
	'ui',
	'orm',
	'database',
	'migrations',
	'validation',
	'authentication',
	'test',
	'build',
	'lint',
	'queue',
	'cache',
	'real-time',
	'graphql',
	'rpc',
	'http-client',
	'logging',
	'monitoring',
	'api-docs',
	'state',
	'dependency-injection',
	'cli',
	'mobile',
	'desktop',
	'data',
	'cloud',
	'mail',
	'payments'
] as const;

export type Purpose = (typeof purposes)[number];

type Rows = Partial<Record<Purpose, Record<string, string>>>;

/** By ecosystem and purpose: the registry's name (a `*` at its end stands for anything) and ours. */
export const frameworkTable: Record<Ecosystem, Rows> = {
	npm: {
		web: {
			express: 'Express',
			fastify: 'Fastify',
			koa: 'Koa',
			'@nestjs/core': 'NestJS',
			'@hapi/hapi': 'hapi',
			hono: 'Hono',
			next: 'Next.js',
			nuxt: 'Nuxt',
			'@sveltejs/kit': 'SvelteKit',
			'@remix-run/react': 'Remix',
			'react-router': 'React Router',
			astro: 'Astro',
			gatsby: 'Gatsby',
			'@adonisjs/core': 'AdonisJS',
			restify: 'Restify',
			elysia: 'Elysia',
			'@feathersjs/feathers': 'Feathers'
		},
		ui: {
			react: 'React',
			vue: 'Vue',
			svelte: 'Svelte',
			'@angular/core': 'Angular',
			'solid-js': 'Solid',
			preact: 'Preact',
			lit: 'Lit',
			'ember-source': 'Ember',
			jquery: 'jQuery',
			tailwindcss: 'Tailwind CSS',
			bootstrap: 'Bootstrap',
			'@mui/material': 'MUI',
			antd: 'Ant Design',
			'@chakra-ui/react': 'Chakra UI',
			d3: 'D3',
			three: 'three.js'
		},
		orm: {
			prisma: 'Prisma',
			'@prisma/client': 'Prisma',
			typeorm: 'TypeORM',
			sequelize: 'Sequelize',
			mongoose: 'Mongoose',
			'drizzle-orm': 'Drizzle',
			'@mikro-orm/core': 'MikroORM',
			objection: 'Objection.js'
		},
		database: {
			pg: 'PostgreSQL',
			postgres: 'PostgreSQL',
			mysql2: 'MySQL',
			mysql: 'MySQL',
			mongodb: 'MongoDB',
			'better-sqlite3': 'SQLite',
			sqlite3: 'SQLite',
			knex: 'Knex',
			kysely: 'Kysely',
			'@supabase/supabase-js': 'Supabase',
			firebase: 'Firebase'
		},
		validation: {
			zod: 'Zod',
			joi: 'Joi',
			yup: 'Yup',
			ajv: 'Ajv',
			'class-validator': 'class-validator',
			'express-validator': 'express-validator',
			valibot: 'Valibot',
			'@sinclair/typebox': 'TypeBox'
		},
		authentication: {
			passport: 'Passport',
			jsonwebtoken: 'jsonwebtoken',
			jose: 'jose',
			'next-auth': 'Auth.js',
			'@auth/core': 'Auth.js',
			'better-auth': 'Better Auth',
			'express-jwt': 'express-jwt',
			'@nestjs/jwt': 'Nest JWT',
			bcrypt: 'bcrypt',
			bcryptjs: 'bcrypt',
			argon2: 'Argon2'
		},
		test: {
			jest: 'Jest',
			vitest: 'Vitest',
			mocha: 'Mocha',
			ava: 'AVA',
			jasmine: 'Jasmine',
			karma: 'Karma',
			'@playwright/test': 'Playwright',
			cypress: 'Cypress',
			supertest: 'SuperTest',
			'fast-check': 'fast-check',
			'@testing-library/*': 'Testing Library'
		},
		build: {
			vite: 'Vite',
			webpack: 'webpack',
			rollup: 'Rollup',
			esbuild: 'esbuild',
			parcel: 'Parcel',
			typescript: 'TypeScript',
			'@babel/core': 'Babel',
			'@swc/core': 'SWC',
			turbo: 'Turborepo',
			nx: 'Nx',
			lerna: 'Lerna',
			tsup: 'tsup'
		},
		lint: {
			eslint: 'ESLint',
			prettier: 'Prettier',
			'@biomejs/biome': 'Biome',
			stylelint: 'Stylelint',
			husky: 'Husky'
		},
		queue: {
			bullmq: 'BullMQ',
			bull: 'Bull',
			agenda: 'Agenda',
			kafkajs: 'KafkaJS',
			amqplib: 'RabbitMQ',
			'pg-boss': 'pg-boss'
		},
		cache: { redis: 'Redis', ioredis: 'Redis', '@redis/client': 'Redis', 'lru-cache': 'lru-cache' },
		'real-time': { 'socket.io': 'Socket.IO', ws: 'ws', pusher: 'Pusher', yjs: 'Yjs' },
		graphql: {
			graphql: 'GraphQL.js',
			'@apollo/server': 'Apollo Server',
			'@apollo/client': 'Apollo Client',
			'graphql-yoga': 'GraphQL Yoga'
		},
		rpc: { '@trpc/server': 'tRPC', '@grpc/grpc-js': 'gRPC' },
		'http-client': {
			axios: 'Axios',
			got: 'Got',
			undici: 'undici',
			'@tanstack/react-query': 'TanStack Query'
		},
		logging: { winston: 'Winston', pino: 'Pino', morgan: 'morgan', bunyan: 'Bunyan' },
		monitoring: {
			'prom-client': 'Prometheus',
			'@opentelemetry/*': 'OpenTelemetry',
			'@sentry/*': 'Sentry'
		},
		'api-docs': { 'swagger-ui-express': 'Swagger', '@nestjs/swagger': 'Swagger' },
		state: {
			redux: 'Redux',
			'@reduxjs/toolkit': 'Redux Toolkit',
			mobx: 'MobX',
			zustand: 'Zustand',
			jotai: 'Jotai',
			pinia: 'Pinia',
			vuex: 'Vuex',
			xstate: 'XState',
			'@ngrx/store': 'NgRx',
			rxjs: 'RxJS'
		},
		'dependency-injection': { inversify: 'InversifyJS', tsyringe: 'tsyringe', awilix: 'Awilix' },
		cli: { commander: 'Commander', yargs: 'yargs', oclif: 'oclif', ink: 'Ink' },
		mobile: { 'react-native': 'React Native', expo: 'Expo', '@ionic/core': 'Ionic' },
		desktop: { electron: 'Electron', '@tauri-apps/api': 'Tauri' },
		cloud: { '@aws-sdk/*': 'AWS SDK', 'aws-cdk-lib': 'AWS CDK', 'firebase-admin': 'Firebase' },
		mail: { nodemailer: 'Nodemailer' },
		payments: { stripe: 'Stripe' }
	},
	pypi: {
		web: {
			django: 'Django',
			flask: 'Flask',
			fastapi: 'FastAPI',
			starlette: 'Starlette',
			tornado: 'Tornado',
			aiohttp: 'aiohttp',
			sanic: 'Sanic',
			pyramid: 'Pyramid',
			bottle: 'Bottle',
			falcon: 'Falcon',
			litestar: 'Litestar',
			djangorestframework: 'Django REST framework',
			werkzeug: 'Werkzeug',
			uvicorn: 'Uvicorn',
			gunicorn: 'Gunicorn'
		},
		orm: {
			sqlalchemy: 'SQLAlchemy',
			'flask-sqlalchemy': 'SQLAlchemy',
			sqlmodel: 'SQLModel',
			peewee: 'Peewee',
			'tortoise-orm': 'Tortoise ORM',
			mongoengine: 'MongoEngine'
		},
		database: {
			psycopg2: 'PostgreSQL',
			'psycopg2-binary': 'PostgreSQL',
			psycopg: 'PostgreSQL',
			asyncpg: 'PostgreSQL',
			pymysql: 'MySQL',
			mysqlclient: 'MySQL',
			pymongo: 'MongoDB',
			elasticsearch: 'Elasticsearch'
		},
		migrations: { alembic: 'Alembic', 'flask-migrate': 'Flask-Migrate' },
		validation: { pydantic: 'Pydantic', marshmallow: 'marshmallow', cerberus: 'Cerberus' },
		authentication: {
			pyjwt: 'PyJWT',
			'python-jose': 'python-jose',
			authlib: 'Authlib',
			'flask-login': 'Flask-Login',
			'flask-jwt-extended': 'Flask-JWT-Extended',
			'djangorestframework-simplejwt': 'Simple JWT',
			'django-allauth': 'django-allauth',
			passlib: 'Passlib',
			bcrypt: 'bcrypt',
			'argon2-cffi': 'Argon2'
		},
		test: {
			pytest: 'pytest',
			hypothesis: 'Hypothesis',
			tox: 'tox',
			nox: 'nox',
			'factory-boy': 'factory_boy',
			locust: 'Locust'
		},
		build: {
			setuptools: 'setuptools',
			hatchling: 'Hatch',
			'poetry-core': 'Poetry',
			cython: 'Cython'
		},
		lint: { ruff: 'Ruff', black: 'Black', flake8: 'Flake8', mypy: 'mypy', pylint: 'Pylint' },
		queue: {
			celery: 'Celery',
			rq: 'RQ',
			dramatiq: 'Dramatiq',
			huey: 'Huey',
			'kafka-python': 'Kafka',
			pika: 'RabbitMQ',
			'apache-airflow': 'Airflow'
		},
		cache: { redis: 'Redis', 'django-redis': 'Redis', pymemcache: 'Memcached' },
		'real-time': {
			channels: 'Django Channels',
			'python-socketio': 'Socket.IO',
			websockets: 'websockets'
		},
		graphql: { graphene: 'Graphene', 'strawberry-graphql': 'Strawberry', ariadne: 'Ariadne' },
		rpc: { grpcio: 'gRPC' },
		'http-client': { requests: 'Requests', httpx: 'HTTPX' },
		logging: { structlog: 'structlog', loguru: 'Loguru' },
		monitoring: {
			'prometheus-client': 'Prometheus',
			'sentry-sdk': 'Sentry',
			'opentelemetry-*': 'OpenTelemetry'
		},
		cli: { click: 'Click', typer: 'Typer', rich: 'Rich' },
		data: {
			numpy: 'NumPy',
			pandas: 'pandas',
			'scikit-learn': 'scikit-learn',
			torch: 'PyTorch',
			tensorflow: 'TensorFlow',
			transformers: 'Transformers',
			langchain: 'LangChain'
		},
		cloud: { boto3: 'AWS SDK' },
		payments: { stripe: 'Stripe' },
		ui: { jinja2: 'Jinja', streamlit: 'Streamlit' }
	},
	maven: {
		web: {
			'org.springframework.boot:spring-boot-starter-web': 'Spring MVC',
			'org.springframework.boot:spring-boot-starter-webmvc': 'Spring MVC',
			'org.springframework.boot:spring-boot-starter-webflux': 'Spring WebFlux',
			'org.springframework:spring-webmvc': 'Spring MVC',
			'org.springframework.boot:spring-boot-starter-parent': 'Spring Boot',
			'org.springframework.boot:org.springframework.boot.gradle.plugin': 'Spring Boot',
			'io.quarkus:*': 'Quarkus',
			'io.micronaut:*': 'Micronaut',
			'io.ktor:*': 'Ktor',
			'io.vertx:*': 'Vert.x',
			'io.javalin:javalin': 'Javalin',
			'com.sparkjava:spark-core': 'Spark',
			'io.dropwizard:dropwizard-core': 'Dropwizard',
			'javax.servlet:*': 'Servlets',
			'jakarta.servlet:*': 'Servlets'
		},
		ui: {
			'org.springframework.boot:spring-boot-starter-thymeleaf': 'Thymeleaf',
			'org.openjfx:*': 'JavaFX',
			'com.vaadin:*': 'Vaadin'
		},
		orm: {
			'org.springframework.boot:spring-boot-starter-data-jpa': 'Spring Data JPA',
			'org.springframework.data:*': 'Spring Data',
			'org.hibernate:*': 'Hibernate',
			'org.hibernate.orm:*': 'Hibernate',
			'org.mybatis:mybatis': 'MyBatis',
			'org.mybatis.spring.boot:mybatis-spring-boot-starter': 'MyBatis',
			'org.jooq:jooq': 'jOOQ',
			'org.jetbrains.exposed:*': 'Exposed',
			'com.baomidou:*': 'MyBatis-Plus'
		},
		database: {
			'org.postgresql:postgresql': 'PostgreSQL',
			'com.mysql:mysql-connector-j': 'MySQL',
			'mysql:mysql-connector-java': 'MySQL',
			'com.h2database:h2': 'H2',
			'org.xerial:sqlite-jdbc': 'SQLite',
			'org.mongodb:*': 'MongoDB'
		},
		migrations: { 'org.flywaydb:*': 'Flyway', 'org.liquibase:*': 'Liquibase' },
		validation: {
			'org.springframework.boot:spring-boot-starter-validation': 'Bean Validation',
			'org.hibernate.validator:hibernate-validator': 'Bean Validation'
		},
		authentication: {
			'org.springframework.boot:spring-boot-starter-security': 'Spring Security',
			'org.springframework.security:*': 'Spring Security',
			'io.jsonwebtoken:*': 'JJWT',
			'com.auth0:java-jwt': 'Java JWT',
			'org.keycloak:*': 'Keycloak'
		},
		test: {
			'junit:junit': 'JUnit 4',
			'org.junit.jupiter:*': 'JUnit 5',
			'org.springframework.boot:spring-boot-starter-test': 'Spring Boot Test',
			'org.mockito:*': 'Mockito',
			'org.assertj:assertj-core': 'AssertJ',
			'org.testcontainers:*': 'Testcontainers',
			'io.rest-assured:*': 'REST Assured',
			'io.kotest:*': 'Kotest',
			'io.mockk:mockk': 'MockK'
		},
		queue: {
			'org.springframework.kafka:spring-kafka': 'Kafka',
			'org.apache.kafka:*': 'Kafka',
			'org.springframework.boot:spring-boot-starter-amqp': 'RabbitMQ',
			'org.quartz-scheduler:quartz': 'Quartz'
		},
		cache: {
			'org.springframework.boot:spring-boot-starter-cache': 'Spring Cache',
			'org.springframework.boot:spring-boot-starter-data-redis': 'Redis',
			'redis.clients:jedis': 'Redis',
			'com.github.ben-manes.caffeine:caffeine': 'Caffeine',
			'org.ehcache:ehcache': 'Ehcache'
		},
		graphql: { 'com.graphql-java:*': 'GraphQL Java', 'com.netflix.graphql.dgs:*': 'DGS' },
		rpc: { 'io.grpc:*': 'gRPC' },
		'http-client': {
			'com.squareup.okhttp3:okhttp': 'OkHttp',
			'com.squareup.retrofit2:retrofit': 'Retrofit'
		},
		logging: {
			'ch.qos.logback:*': 'Logback',
			'org.apache.logging.log4j:*': 'Log4j',
			'org.slf4j:*': 'SLF4J'
		},
		monitoring: {
			'io.micrometer:*': 'Micrometer',
			'org.springframework.boot:spring-boot-starter-actuator': 'Actuator'
		},
		'api-docs': { 'org.springdoc:*': 'springdoc', 'io.springfox:*': 'Springfox' },
		'dependency-injection': {
			'com.google.inject:guice': 'Guice',
			'com.google.dagger:*': 'Dagger',
			'io.insert-koin:*': 'Koin'
		},
		build: { 'org.projectlombok:lombok': 'Lombok', 'org.mapstruct:mapstruct': 'MapStruct' },
		mobile: { 'androidx.*': 'AndroidX', 'com.android.tools.build:gradle': 'Android' }
	},
	go: {
		web: {
			'github.com/gin-gonic/gin': 'Gin',
			'github.com/labstack/echo*': 'Echo',
			'github.com/gofiber/fiber*': 'Fiber',
			'github.com/go-chi/chi*': 'chi',
			'github.com/gorilla/mux': 'gorilla/mux',
			'github.com/julienschmidt/httprouter': 'httprouter',
			'github.com/astaxie/beego': 'Beego'
		},
		orm: {
			'gorm.io/gorm': 'GORM',
			'github.com/jinzhu/gorm': 'GORM',
			'entgo.io/ent': 'ent',
			'xorm.io/xorm': 'xorm',
			'github.com/uptrace/bun': 'Bun'
		},
		database: {
			'github.com/lib/pq': 'PostgreSQL',
			'github.com/jackc/pgx*': 'PostgreSQL',
			'github.com/jmoiron/sqlx': 'sqlx',
			'github.com/go-sql-driver/mysql': 'MySQL',
			'github.com/mattn/go-sqlite3': 'SQLite',
			'go.mongodb.org/mongo-driver*': 'MongoDB'
		},
		migrations: {
			'github.com/golang-migrate/migrate*': 'migrate',
			'github.com/pressly/goose*': 'goose'
		},
		validation: {
			'github.com/go-playground/validator*': 'validator',
			'gopkg.in/go-playground/validator*': 'validator'
		},
		authentication: {
			'github.com/golang-jwt/jwt*': 'golang-jwt',
			'github.com/dgrijalva/jwt-go': 'jwt-go',
			'golang.org/x/crypto': 'x/crypto',
			'golang.org/x/oauth2': 'OAuth 2'
		},
		test: {
			'github.com/stretchr/testify': 'Testify',
			'github.com/onsi/ginkgo*': 'Ginkgo',
			'go.uber.org/mock': 'gomock'
		},
		queue: {
			'github.com/hibiken/asynq': 'Asynq',
			'github.com/segmentio/kafka-go': 'Kafka',
			'github.com/nats-io/nats.go': 'NATS'
		},
		cache: { 'github.com/redis/go-redis*': 'Redis', 'github.com/go-redis/redis*': 'Redis' },
		'real-time': { 'github.com/gorilla/websocket': 'gorilla/websocket' },
		graphql: { 'github.com/99designs/gqlgen': 'gqlgen' },
		rpc: { 'google.golang.org/grpc': 'gRPC' },
		logging: {
			'go.uber.org/zap': 'zap',
			'github.com/sirupsen/logrus': 'Logrus',
			'github.com/rs/zerolog': 'zerolog'
		},
		monitoring: {
			'github.com/prometheus/client_golang': 'Prometheus',
			'go.opentelemetry.io/otel*': 'OpenTelemetry'
		},
		'dependency-injection': { 'github.com/google/wire': 'Wire', 'go.uber.org/fx': 'Fx' },
		cli: {
			'github.com/spf13/cobra': 'Cobra',
			'github.com/urfave/cli*': 'urfave/cli',
			'github.com/spf13/viper': 'Viper'
		},
		'api-docs': { 'github.com/swaggo/*': 'Swag' }
	},
	cargo: {
		web: {
			'actix-web': 'Actix Web',
			axum: 'axum',
			rocket: 'Rocket',
			warp: 'warp',
			hyper: 'hyper',
			poem: 'Poem'
		},
		orm: { diesel: 'Diesel', 'sea-orm': 'SeaORM' },
		database: {
			sqlx: 'SQLx',
			rusqlite: 'SQLite',
			'tokio-postgres': 'PostgreSQL',
			mongodb: 'MongoDB'
		},
		validation: { validator: 'validator', garde: 'garde' },
		authentication: { jsonwebtoken: 'jsonwebtoken', argon2: 'Argon2', bcrypt: 'bcrypt' },
		test: {
			criterion: 'Criterion',
			proptest: 'proptest',
			mockall: 'mockall',
			insta: 'insta',
			rstest: 'rstest'
		},
		queue: { lapin: 'RabbitMQ', rdkafka: 'Kafka' },
		cache: { redis: 'Redis', moka: 'Moka' },
		'real-time': { 'tokio-tungstenite': 'tungstenite' },
		rpc: { tonic: 'gRPC' },
		'http-client': { reqwest: 'reqwest' },
		logging: { tracing: 'tracing', log: 'log', env_logger: 'env_logger' },
		cli: { clap: 'clap' },
		ui: { leptos: 'Leptos', yew: 'Yew', dioxus: 'Dioxus', egui: 'egui' },
		desktop: { tauri: 'Tauri' },
		data: { serde: 'Serde', tokio: 'Tokio', rayon: 'Rayon', polars: 'Polars' }
	},
	nuget: {
		web: {
			'Microsoft.AspNetCore.*': 'ASP.NET Core',
			'Microsoft.AspNet.Mvc': 'ASP.NET MVC',
			Carter: 'Carter',
			FastEndpoints: 'FastEndpoints'
		},
		orm: {
			'Microsoft.EntityFrameworkCore*': 'Entity Framework Core',
			EntityFramework: 'Entity Framework',
			NHibernate: 'NHibernate',
			Dapper: 'Dapper'
		},
		database: {
			Npgsql: 'PostgreSQL',
			'Npgsql.*': 'PostgreSQL',
			'MongoDB.Driver': 'MongoDB',
			'Microsoft.Data.SqlClient': 'SQL Server'
		},
		validation: { 'FluentValidation*': 'FluentValidation' },
		authentication: {
			'Microsoft.AspNetCore.Authentication.JwtBearer': 'JWT bearer',
			'System.IdentityModel.Tokens.Jwt': 'JWT',
			'Microsoft.AspNetCore.Identity*': 'ASP.NET Core Identity',
			'BCrypt.Net-Next': 'bcrypt'
		},
		test: {
			xunit: 'xUnit',
			'xunit.*': 'xUnit',
			NUnit: 'NUnit',
			'MSTest*': 'MSTest',
			Moq: 'Moq',
			NSubstitute: 'NSubstitute',
			FluentAssertions: 'FluentAssertions'
		},
		queue: {
			'MassTransit*': 'MassTransit',
			'Hangfire*': 'Hangfire',
			'RabbitMQ.Client': 'RabbitMQ',
			'Quartz*': 'Quartz.NET'
		},
		cache: {
			'StackExchange.Redis': 'Redis',
			'Microsoft.Extensions.Caching.*': 'Microsoft caching'
		},
		'real-time': { 'Microsoft.AspNetCore.SignalR*': 'SignalR' },
		rpc: { 'Grpc.*': 'gRPC' },
		'http-client': { 'Polly*': 'Polly', RestSharp: 'RestSharp', Refit: 'Refit' },
		logging: { 'Serilog*': 'Serilog', 'NLog*': 'NLog' },
		'api-docs': { 'Swashbuckle.*': 'Swashbuckle', NSwag: 'NSwag' },
		'dependency-injection': {
			'Autofac*': 'Autofac',
			'MediatR*': 'MediatR',
			'AutoMapper*': 'AutoMapper'
		},
		mobile: { 'Microsoft.Maui*': '.NET MAUI' },
		desktop: { 'Avalonia*': 'Avalonia' }
	},
	gem: {
		web: {
			rails: 'Ruby on Rails',
			sinatra: 'Sinatra',
			hanami: 'Hanami',
			grape: 'Grape',
			roda: 'Roda',
			puma: 'Puma'
		},
		orm: { activerecord: 'Active Record', sequel: 'Sequel', mongoid: 'Mongoid' },
		database: { pg: 'PostgreSQL', mysql2: 'MySQL', sqlite3: 'SQLite' },
		authentication: {
			devise: 'Devise',
			jwt: 'jwt',
			bcrypt: 'bcrypt',
			omniauth: 'OmniAuth',
			pundit: 'Pundit',
			cancancan: 'CanCanCan'
		},
		test: {
			'rspec-rails': 'RSpec',
			rspec: 'RSpec',
			minitest: 'Minitest',
			capybara: 'Capybara',
			factory_bot_rails: 'factory_bot'
		},
		queue: {
			sidekiq: 'Sidekiq',
			resque: 'Resque',
			delayed_job: 'Delayed Job',
			good_job: 'GoodJob',
			solid_queue: 'Solid Queue'
		},
		cache: { redis: 'Redis', dalli: 'Memcached' },
		lint: { rubocop: 'RuboCop', standard: 'Standard' },
		graphql: { graphql: 'GraphQL Ruby' },
		ui: { 'turbo-rails': 'Hotwire', 'stimulus-rails': 'Hotwire', view_component: 'ViewComponent' },
		'http-client': { faraday: 'Faraday', httparty: 'HTTParty' }
	},
	composer: {
		web: {
			'laravel/framework': 'Laravel',
			'laravel/lumen-framework': 'Lumen',
			'symfony/framework-bundle': 'Symfony',
			'symfony/symfony': 'Symfony',
			'slim/slim': 'Slim',
			'cakephp/cakephp': 'CakePHP',
			'yiisoft/yii2': 'Yii',
			'codeigniter4/framework': 'CodeIgniter'
		},
		orm: { 'doctrine/orm': 'Doctrine', 'illuminate/database': 'Eloquent' },
		authentication: {
			'laravel/sanctum': 'Sanctum',
			'laravel/passport': 'Passport',
			'tymon/jwt-auth': 'jwt-auth',
			'firebase/php-jwt': 'php-jwt',
			'lcobucci/jwt': 'lcobucci/jwt'
		},
		test: {
			'phpunit/phpunit': 'PHPUnit',
			'pestphp/pest': 'Pest',
			'mockery/mockery': 'Mockery',
			'behat/behat': 'Behat'
		},
		lint: {
			'phpstan/phpstan': 'PHPStan',
			'laravel/pint': 'Pint',
			'squizlabs/php_codesniffer': 'PHP_CodeSniffer'
		},
		queue: { 'laravel/horizon': 'Horizon', 'symfony/messenger': 'Messenger' },
		cache: { 'predis/predis': 'Redis' },
		ui: {
			'twig/twig': 'Twig',
			'livewire/livewire': 'Livewire',
			'inertiajs/inertia-laravel': 'Inertia'
		},
		'http-client': { 'guzzlehttp/guzzle': 'Guzzle' },
		logging: { 'monolog/monolog': 'Monolog' },
		payments: { 'stripe/stripe-php': 'Stripe' }
	}
};
