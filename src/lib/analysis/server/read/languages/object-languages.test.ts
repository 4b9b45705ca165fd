import { describe, expect, test } from 'vitest';
import { told } from '../facts.fixtures';

describe('facts of Java, Kotlin and C#', () => {
	test('[Q4] Java', async () => {
		const facts = await told(
			'src/main/java/shop/Users.java',
			'java',
			`package shop.users;
import java.util.List;
import static shop.Checks.check;
import shop.data.*;
@RestController
@RequestMapping("/users")
public class Users extends Base implements Closeable {
  @Autowired private UserRepository rows;
  @GetMapping("/{id}")
  public User find(@PathVariable Long id) {
    try (var c = open()) {
      if (id == null || id < 0) throw new IllegalArgumentException("id");
      switch (kind) { case 1: case 2: break; default: }
      return rows.findById(id).orElse(null);
    } catch (SQLException | IOException e) { log.warn("x", e); }
    return null;
  }
}
interface Checks { void check(); }
`
		);
		expect(facts.symbols).toEqual([
			'class Users 5-18',
			// if, ||, two cases, catch.
			'method Users.find 9-17 6',
			'interface Checks 19-19',
			'method Checks.check 19-19 1'
		]);
		expect(facts.imports).toEqual([
			'java.util.List List',
			'shop.Checks.check check',
			'shop.data *'
		]);
		expect(facts.calls).toEqual([
			'open()',
			'new IllegalArgumentException("id")',
			'rows.findById().orElse(null)',
			'rows.findById(id)',
			'log.warn("x", e)'
		]);
		expect(facts.annotations).toEqual([
			'RestController() on Users',
			'RequestMapping("/users") on Users',
			'Autowired() on rows',
			'GetMapping("/{id}") on find',
			'PathVariable() on id'
		]);
		expect(facts.catches).toEqual(['15 SQLException | IOException logs']);
		expect(facts.assignments).toContain('rows: UserRepository = ');
		expect(facts.facts).toMatchObject({ namespace: 'shop.users', codeLines: 19 });
	});

	test('[Q4] Kotlin', async () => {
		const facts = await told(
			'Users.kt',
			'kotlin',
			`package shop.users

import shop.data.Rows

@Service
class Users(private val rows: Rows) : Base(), Closeable {
    val limit = 20

    suspend fun find(id: Long, deep: Boolean = false): User? {
        try {
            return rows.find(id)?.copy(deep) ?: throw NotFound(id)
        } catch (e: NotFound) {
            throw e
        }
    }

    fun kind(a: Int) = when (a) {
        1 -> "one"
        2 -> "two"
        else -> if (a > 9 && a < 99) "many" else "some"
    }
}
`
		);
		expect(facts.symbols).toEqual([
			'class Users 5-22',
			// ?: and catch.
			'method Users.find 9-15 3',
			// Two entries, if, &&.
			'method Users.kind 17-21 5'
		]);
		expect(facts.imports).toEqual(['shop.data.Rows Rows']);
		expect(facts.calls).toEqual(['rows.find().copy(deep)', 'rows.find(id)', 'NotFound(id)']);
		expect(facts.annotations).toEqual(['Service() on Users']);
		expect(facts.catches).toEqual(['12 NotFound passes on']);
		expect(facts.assignments).toEqual(['rows: Rows = ', 'limit = 20']);
		expect(facts.facts.symbols[1]).toMatchObject({
			isAsync: true,
			parameters: ['id: Long', 'deep: Boolean']
		});
		expect(facts.facts).toMatchObject({ namespace: 'shop.users', hasErrors: false });
	});

	test('[Q4] C#', async () => {
		const facts = await told(
			'Users.cs',
			'csharp',
			`using System.Linq;
namespace Shop.Users;
[ApiController, Route("users")]
public class UsersController : ControllerBase, IUsers {
  private readonly ShopContext _db;
  public int Limit { get; set; } = 20;
  [HttpGet("{id}")]
  public async Task<User> Find(int id) {
    try {
      services.AddScoped<IUsers, Users>();
      var found = await _db.Users.Where(u => u.Id == id && u.On).FirstAsync();
      return found ?? throw new NotFound($"{id}");
    } catch (DbException e) when (e.Code == 1) { _logger.LogError(e, "x"); throw; }
    catch { }
    return kind switch { 1 => a, 2 => b, _ => c };
  }
}
`
		);
		expect(facts.symbols).toEqual([
			'class UsersController 3-17',
			// &&, ??, two catches, two arms.
			'method UsersController.Find 7-16 7'
		]);
		expect(facts.imports).toEqual(['System.Linq']);
		expect(facts.calls).toEqual([
			'services.AddScoped()',
			'_db.Users.Where().FirstAsync()',
			'_db.Users.Where(u => u.Id == id && u.On)',
			'new NotFound($"{id}")',
			'_logger.LogError(e, "x")'
		]);
		expect(facts.facts.calls[0]!.typeArguments).toBe('<IUsers, Users>');
		expect(facts.annotations).toEqual([
			'ApiController() on UsersController',
			'Route("users") on UsersController',
			'HttpGet("{id}") on Find'
		]);
		expect(facts.catches).toEqual(['13 DbException passes on logs', '14 all empty']);
		expect(facts.assignments).toEqual([
			'_db: ShopContext = ',
			'Limit: int = 20',
			'found = await _db.Users.Where(u => u.Id == id && u.On).FirstAsync()'
		]);
		expect(facts.facts.namespace).toBe('Shop.Users');
	});
});
