const SQL = `create table users (
  id serial primary key,
  email text not null unique,
  deleted_at timestamptz
);
create table articles (
  id uuid primary key,
  author_id integer not null references users (id) on delete cascade,
  editor_id integer references users (id) on delete set null,
  slug text not null unique
);
create table comments (
  id serial primary key,
  article_id uuid not null references articles (id) on delete cascade,
  author_id integer not null references users (id) on delete cascade,
  parent_id integer references comments (id)
);
create table favorites (
  user_id integer not null references users (id) on delete cascade,
  article_id uuid not null references articles (id) on delete cascade,
  primary key (user_id, article_id)
);
create index comments_by_article on comments (article_id, id);
`;

/** A shop of articles: nearly everything about data is found in it. */
export const shop: Record<string, string> = {
	'package.json': JSON.stringify({
		name: 'shop',
		dependencies: { pg: '8.0.0', '@prisma/client': '5.0.0', knex: '3.0.0' }
	}),
	'db/migrations/001_tables.sql': SQL,
	'db/migrations/002_names.sql': 'alter table users drop column nickname;\n',
	'src/articles.ts': `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export async function createArticle(user: User, slug: string) {
	const before = await prisma.article.findUnique({ where: { slug } });
	if (before) throw new Error('taken');
	const article = await prisma.article.create({ data: { slug, author_id: user.id } });
	await prisma.favorite.create({ data: { article_id: article.id } });
	return article;
}
export async function removeArticle(id: string) {
	await prisma.article.delete({ where: { id } });
}
export async function favoriteArticle(id: string) {
	const article = await prisma.article.findUnique({ where: { id } });
	article.favoriteCount++;
	await prisma.article.update({ where: { id }, data: article });
}
export async function commentsOf(ids: string[]) {
	const all = [];
	for (const id of ids) {
		all.push(await prisma.comment.findMany({ where: { article_id: id } }));
	}
	return all;
}
export async function rename(user: User, slug: string) {
	return prisma.$transaction(async (tx) => {
		await tx.article.update({ data: { slug } });
		await axios.post('https://search.example/index', { slug });
		await tx.comment.updateMany({ data: { author_id: user.id } });
	});
}
export const countAll = () => prisma.article.count({});
export const tagOnce = (name: string) => prisma.tag.upsert({ where: { name } });
`,
	'src/reports.ts': `import { Pool } from 'pg';
const pool = new Pool();
export const byAuthor = (author: string) =>
	pool.query('select id from articles where author_id = $1', [author]);
export const bySlug = (slug: string) =>
	pool.query(\`select id from articles where slug = '\${slug}'\`);
`,
	'src/jobs/mail.ts': `import { prisma } from '../db';
export async function remind() {
	const users = await prisma.user.findMany({});
	await Promise.all(users.map((user) => send(user)));
}
`,
	'src/people/find.ts': `export const people = () => prisma.user.findMany({});
export const person = (id: number) => prisma.user.findUnique({ where: { id } });
`,
	'src/web/routes.ts': `import { Router } from 'express';
import { createArticle, removeArticle, rename, tagOnce } from '../articles';
const router = Router();
router.post('/articles', requireAuth, publish);
router.delete('/articles/:id', requireAuth, removeArticle);
router.put('/articles/:slug', requireAuth, rename);
router.put('/tags/:name', requireAuth, tagOnce);
export async function publish(request) {
	await prisma.session.findFirst({});
	return createArticle(request.user, request.body.slug);
}
`
};

/** A relay in Go: locks, goroutines, sockets and time. */
export const relay: Record<string, string> = {
	'go.mod':
		'module relay\n\ngo 1.22\n\nrequire (\n\tgithub.com/gorilla/websocket v1.5.0\n\tgorm.io/gorm v1.25.0\n)\n',
	'hub/hub.go': `package hub

import (
	"net/http"
	"sync"

	"github.com/gorilla/websocket"
)

type Hub struct {
	lock sync.Mutex
	all  map[string]*websocket.Conn
}

var upgrader = websocket.Upgrader{}

func (hub *Hub) Serve(w http.ResponseWriter, r *http.Request) {
	conn, _ := upgrader.Upgrade(w, r, nil)
	hub.lock.Lock()
	hub.all["x"] = conn
	hub.lock.Unlock()
	go hub.pump(conn)
}
`,
	'main.go': `package main

import (
	"context"
	"net/http"
	"time"
)

func fetchFeed(url string) {
	http.Get(url)
}

func watch() {
	done := make(chan bool)
	go refresh(done)
	fetchFeed("https://example.org")
}

func main() {
	http.ListenAndServe(":8080", nil)
}
`,
	'poll/poll.go': `package poll

import (
	"context"
	"time"
)

func Wait() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	use(ctx)
}
`,
	'migrate/start.go': `package migrate

import "gorm.io/gorm"

type Posting struct {
	gorm.Model
	Amount int
}

func Start(db *gorm.DB) {
	db.AutoMigrate(&Posting{})
}
`,
	'web/socket.ts': `export function listen() {
	const socket = new WebSocket('wss://relay.example');
	socket.onmessage = show;
}
`,
	'web/counts.ts': `export function follow() {
	setInterval(() => fetch('/counts'), 5000);
}
`
};

/** A service in Python: queues, caches, retries. */
export const service: Record<string, string> = {
	'requirements.txt': 'celery\ntenacity\nrequests\ndjango\nredis\n',
	'app/models.py': `from django.db import models

class Account(models.Model):
    name = models.CharField(max_length=20, unique=True)

class Payment(models.Model):
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
`,
	'app/tasks.py': `from celery import shared_task

@shared_task
def charge(account_id):
    pass
`,
	'app/views.py': `from django.core.cache import cache
from django.db import transaction
from .models import Account, Payment
from .tasks import charge

def pay(account, payment):
    account.save()
    payment.save()
    charge.delay(account.id)

@transaction.atomic
def settle(name):
    Account.objects.select_for_update().get(name=name)

def close(name):
    settle(name)

def rates():
    found = cache.get('rates-of-today')
    if found is None:
        found = Account.objects.count()
        cache.set('rates-of-today', found, 60)
    return found

def change_rates():
    with cache.lock('rates'):
        pass
    cache.delete('rates-of-today')
`,
	'app/partner.py': `import functools
from tenacity import retry

@retry
def ask_partner():
    pass

@functools.lru_cache(maxsize=None)
def load_rates(day):
    return day
`,
	'app/clock.py': `from apscheduler.schedulers.blocking import scheduler
scheduler.add_job(rates, 'cron', hour=3)
`
};

/** A bank in Java: versions, breakers, keys of requests. */
export const bank: Record<string, string> = {
	'pom.xml':
		'<project><groupId>a</groupId><artifactId>bank</artifactId><dependencies><dependency><groupId>io.github.resilience4j</groupId><artifactId>resilience4j-spring-boot3</artifactId></dependency></dependencies></project>',
	'src/main/java/a/Account.java': `package a;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

@Entity
public class Account {
	@Id
	private Long id;

	@Version
	private long version;
}
`,
	'src/main/java/a/Rates.java': `package a;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

public class Rates {
	@CircuitBreaker(name = "rates")
	public String askRates() { return ""; }

	@Cacheable("rates")
	public String ratesOf(String day) { return askRates(); }

	@Transactional(isolation = Isolation.SERIALIZABLE)
	public void transfer(long amount) { }

	@Transactional
	public void deposit(long amount) { }
}
`,
	'src/main/java/a/Pay.java': `package a;

public class Pay {
	public void pay(Request request) {
		String key = request.getHeader("Idempotency-Key");
		new Rates().ratesOf(key);
	}
}
`
};

/** Notes in documents. */
export const notes: Record<string, string> = {
	'package.json': JSON.stringify({ name: 'notes', dependencies: { mongoose: '8.0.0' } }),
	'src/models/note.js': `import mongoose from 'mongoose';
export const Note = mongoose.model('Note', new mongoose.Schema({ text: String }));
`,
	'src/start.js': "import mongoose from 'mongoose';\nmongoose.connect(process.env.MONGO_URL);\n"
};

/** Postings by statements that somebody wrote. */
export const ledger: Record<string, string> = {
	'go.mod': 'module ledger\n\ngo 1.22\n',
	'store/postings.go': `package store

import "database/sql"

func Postings(db *sql.DB, account int) {
	db.Query("select amount from postings where account_id = $1", account)
}

func Balance(db *sql.DB, account int) {
	db.QueryRow("select sum(amount) from postings where account_id = $1", account)
}
`,
	'store/schema.sql':
		'create table postings (id serial primary key, account_id integer not null);\n'
};
