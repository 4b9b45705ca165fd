import { describe, expect, test } from 'vitest';
import { told } from '../facts.fixtures';

describe('facts of Go, Rust, C and C++', () => {
	test('[Q4] Go: an error that is checked counts as caught', async () => {
		const facts = await told(
			'users/store.go',
			'go',
			`package users

import (
	"database/sql"
	pq "github.com/lib/pq"
)

type Store struct {
	db *sql.DB
	sync.Mutex
}

func (s *Store) Find(ctx context.Context, id int) (*User, error) {
	row, err := s.db.QueryContext(ctx, "select * from users where id = $1", id)
	if err != nil && id > 0 {
		return nil, fmt.Errorf("find: %w", err)
	}
	if err := row.Close(); err != nil {
		log.Println(err)
	}
	for range row {
		select {
		case <-ctx.Done():
		default:
		}
	}
	go s.warm()
	return nil, nil
}
`
		);
		expect(facts.symbols).toEqual([
			'struct Store 8-11',
			// Two ifs, &&, for, one case.
			'method Store.Find 13-29 6'
		]);
		expect(facts.imports).toEqual(['database/sql', 'github.com/lib/pq pq']);
		expect(facts.calls).toEqual([
			's.db.QueryContext(ctx, "select * from users where id = $1", id)',
			'fmt.Errorf("find: %w", err)',
			'row.Close()',
			'log.Println(err)',
			'ctx.Done()',
			'go(s.warm())',
			's.warm()'
		]);
		expect(facts.catches).toEqual(['15 error passes on', '18 error logs']);
		expect(facts.texts).toEqual(['sql select * from users where id = $1']);
		expect(facts.assignments).toContain('db: *sql.DB = ');
		expect(facts.facts.symbols[0]!.bases).toEqual(['sync.Mutex']);
		expect(facts.facts).toMatchObject({ namespace: 'users', codeLines: 26 });
	});

	test('[Q4] Rust', async () => {
		const facts = await told(
			'src/users.rs',
			'rust',
			`use std::{io, fs::File as F};
mod rows;
#[derive(Debug, Clone)]
pub struct Users { db: Pool }
impl Store for Users {
    #[get("/users/{id}")]
    pub async fn find(&self, id: i64) -> Result<User> {
        let row = sqlx::query!("select * from users", id).fetch_one(&self.db).await?;
        match row { 1 => a(), 2 if id > 0 || b => c(), _ => panic!("x {}", id) }
        if let Some(x) = row { x.y::<u8>(); }
        Ok(row)
    }
}
`
		);
		expect(facts.symbols).toEqual([
			'struct Users 4-4',
			'module Users 5-13',
			// Two arms, ||, if.
			'method Users.find 7-12 5'
		]);
		expect(facts.imports).toEqual(['std::io io', 'std::fs::File File', 'self::rows']);
		expect(facts.calls).toEqual([
			'sqlx.query!().fetch_one(&self.db)',
			'sqlx.query!("select * from users", id)',
			'a()',
			'c()',
			'panic!("x {}", id)',
			'x.y()',
			'Ok(row)'
		]);
		expect(facts.annotations).toEqual([
			'derive(Debug, Clone) on Users',
			'get("/users/{id}") on find'
		]);
		expect(facts.texts).toEqual(['route /users/{id}', 'sql select * from users']);
		expect(facts.assignments).toContain('db: Pool = ');
	});

	test('[Q4] C', async () => {
		const facts = await told(
			'src/list.c',
			'c',
			`#include <stdio.h>
#include "list.h"
#define MOST 20
typedef struct node { int value; struct node *next; } node_t;
static node_t *find(node_t *list, int value) {
	while (list && list->value != value) list = list->next;
	switch (value) { case 1: free(list); break; default: break; }
	return list ? list : list->make(1);
}
`
		);
		expect(facts.symbols).toEqual([
			'struct node 4-4',
			// while, &&, case, ?:.
			'function find 5-9 5'
		]);
		expect(facts.imports).toEqual(['stdio.h', './list.h']);
		expect(facts.calls).toEqual(['free(list)', 'list.make(1)']);
		expect(facts.assignments).toContain('MOST = 20');
		expect(facts.facts.symbols[1]).toMatchObject({
			isExported: false,
			parameters: ['node_t *list', 'int value']
		});
	});

	test('[Q4] C++', async () => {
		const facts = await told(
			'src/users.cpp',
			'cpp',
			`#include <mutex>
namespace shop {
class Users : public Base {
public:
  explicit Users(int a) : a_(a) {}
  std::mutex mutex_;
};
int Users::find(const std::string &id) const {
  try {
    std::lock_guard<std::mutex> lock(mutex_);
    for (auto &x : rows) if (x->id == id || !id.empty()) return x->load(1);
    auto p = std::make_unique<User>(id);
  } catch (const std::exception &e) { throw; } catch (...) {}
  return 0;
}
}
`
		);
		expect(facts.symbols).toEqual([
			'class Users 3-7',
			'method Users.Users 5-5 1',
			// for, if, ||, two catches.
			'method Users.find 8-15 6'
		]);
		expect(facts.imports).toEqual(['mutex']);
		expect(facts.calls).toEqual(['id.empty()', 'x.load(1)', 'std.make_unique(id)']);
		expect(facts.catches).toEqual(['13 std::exception passes on', '13 all empty']);
		expect(facts.assignments).toContain('mutex_: std::mutex = ');
		expect(facts.facts.namespace).toBe('shop');
	});
});
