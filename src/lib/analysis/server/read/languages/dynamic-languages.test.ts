import { describe, expect, test } from 'vitest';
import { told } from '../facts.fixtures';

describe('facts of Python, Ruby and PHP', () => {
	test('[Q4] Python', async () => {
		const facts = await told(
			'shop/users.py',
			'python',
			`import os.path as p, sys
from .models import User as U, db
from . import *

@app.route("/users", methods=["GET"])
async def find(a, b: int = 1, *rest):
    try:
        await cursor.execute("select * from t where a = %s" % a)
        found = [x for x in rest if x and a]
    except (KeyError, ValueError) as e:
        raise Missing(a) from e
    except Exception:
        pass
    return 1 if a else 2

class User(Base):
    name = models.CharField(max_length=9)
    def __str__(self):
        # FIXME later
        match self.kind:
            case 1: return "a"
            case _: return "b"
`
		);
		expect(facts.symbols).toEqual([
			// Two excepts, for and if of the list, and, conditional.
			'function find 6-14 7',
			'class User 16-22',
			'method User.__str__ 18-22 2'
		]);
		expect(facts.imports).toEqual(['os.path', 'sys', '.models User db', '. *']);
		expect(facts.calls).toEqual([
			'cursor.execute("select * from t where a = %s" % a)',
			'Missing(a)',
			'models.CharField(max_length=9)'
		]);
		expect(facts.annotations).toEqual(['app.route("/users", methods=["GET"]) on find']);
		expect(facts.catches).toEqual(['10 (KeyError, ValueError) passes on', '12 Exception empty']);
		expect(facts.texts).toEqual(['route /users', 'sql built select * from t where a = %s…']);
		expect(facts.assignments).toContain('name = models.CharField(max_length=9)');
		expect(facts.facts.notes).toEqual([{ line: 19, text: 'FIXME later' }]);
		expect(facts.facts).toMatchObject({ lines: 22, codeLines: 19 });
	});

	test('[Q4] Ruby', async () => {
		const facts = await told(
			'app/models/user.rb',
			'ruby',
			`require 'json'
require_relative 'base'
module Shop
  class User < ApplicationRecord
    has_many :orders, dependent: :destroy
    LIMIT = 20
    def find(a, b = 1)
      return 1 if a && b
      User.where("name = '#{a}'").order(:id).first
    rescue ActiveRecord::NotFound => e
      Rails.logger.warn(e)
      raise
    rescue
    end
  end
end
`
		);
		expect(facts.symbols).toEqual([
			'module Shop 3-16',
			'class Shop.User 4-15',
			// if, &&, two rescues.
			'method Shop.User.find 7-14 5'
		]);
		expect(facts.imports).toEqual(['json', './base']);
		expect(facts.calls).toEqual([
			'has_many(:orders, dependent: :destroy)',
			'User.where().order().first()',
			'User.where().order(:id)',
			'User.where("name = \'#{a}\'")',
			'Rails.logger.warn(e)',
			'Rails.logger()'
		]);
		expect(facts.catches).toEqual(['10 ActiveRecord::NotFound passes on logs', '13 all empty']);
		expect(facts.assignments).toEqual(['dependent = :destroy', 'LIMIT = 20']);
		expect(facts.facts.symbols[1]!.bases).toEqual(['ApplicationRecord']);
	});

	test('[Q4] PHP', async () => {
		const facts = await told(
			'app/Users.php',
			'php',
			`<?php
namespace App\\Http;
use App\\Models\\User;
use Shop\\{Cart, Order as O};
require_once __DIR__ . '/base.php';
#[Route('/users')]
class Users extends Base implements Closable {
    private $limit = 20;
    public function __construct(private Rows $rows) {}
    public function find(int $id) {
        try {
            $found = User::where('id', $id)->first();
            if ($found && $id || $this->x) { return $this->rows->find($id) ?? new User(1); }
        } catch (QueryException | Error $e) { report($e); }
        DB::select("select * from t where id = {$id}");
    }
}
`
		);
		expect(facts.symbols).toEqual([
			'class Users 6-17',
			'method Users.__construct 9-9 1',
			// if, &&, ||, ??, catch.
			'method Users.find 10-16 6'
		]);
		expect(facts.imports).toEqual([
			'App\\Models\\User User',
			'Shop\\Cart Cart',
			'Shop\\Order Order',
			'./base.php'
		]);
		expect(facts.calls).toEqual([
			'User.where().first()',
			"User.where('id', $id)",
			'this.rows.find($id)',
			'new User(1)',
			'report($e)',
			'DB.select("select * from t where id = {$id}")'
		]);
		expect(facts.annotations).toEqual(["Route('/users') on Users"]);
		expect(facts.catches).toEqual(['14 QueryException | Error logs']);
		expect(facts.texts).toEqual(['route /users', 'sql built select * from t where id = {$id}']);
		expect(facts.assignments).toContain('rows: Rows = ');
		expect(facts.facts).toMatchObject({ namespace: 'App\\Http', hasErrors: false });
	});
});
