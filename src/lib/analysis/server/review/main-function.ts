/** Programs begin somewhere: the line of a file's main function. Pure. */

interface Sign {
	/** What the bytes are searched for first: cheap, and enough for most files. */
	bytes: string;
	pattern: RegExp;
	path?: RegExp;
}

const signs: Record<string, Sign> = {
	Go: { bytes: 'func main()', pattern: /^func main\(\)/m },
	Java: { bytes: 'static void main', pattern: /^[ \t]*(?:public |final )*static void main\s?\(/m },
	Kotlin: { bytes: 'fun main(', pattern: /^[ \t]*(?:@JvmStatic )?(?:suspend )?fun main\(/m },
	Python: { bytes: '__main__', pattern: /^if __name__ == ['"]__main__['"]/m },
	Rust: {
		bytes: 'fn main()',
		pattern: /^(?:pub )?(?:async )?fn main\(\)/m,
		path: /(?:^|\/)(?:main\.rs|bin\/[^/]+\.rs|bin\/[^/]+\/main\.rs)$/
	},
	C: { bytes: 'main', pattern: /^(?:int|void)[ \t]+main[ \t]?\(/m },
	'C++': { bytes: 'main', pattern: /^(?:auto|int|void)[ \t]+main[ \t]?\(/m },
	'C#': {
		bytes: ' Main(',
		pattern: /^[ \t]*(?:\w+ ){0,4}static (?:async )?(?:void|int|Task(?:<int>)?) Main\(/m
	},
	Scala: { bytes: 'def main', pattern: /^[ \t]*def main\(/m },
	Swift: { bytes: '@main', pattern: /^@main\b/m },
	Dart: { bytes: 'main(', pattern: /^(?:void |Future<void> )?main\(/m }
};

/** @returns from 1; undefined where none is, or where the path says that it is an example */
export function mainLine(path: string, language: string, content: Buffer): number | undefined {
	const sign = Object.hasOwn(signs, language) ? signs[language] : undefined;
	if (!sign || (sign.path && !sign.path.test(path)) || EXAMPLE.test(path)) return undefined;
	if (!content.includes(sign.bytes)) return undefined;
	const text = content.toString('latin1');
	const found = sign.pattern.exec(text);
	return found ? text.slice(0, found.index).split('\n').length : undefined;
}

const EXAMPLE = /(?:^|\/)(?:examples?|samples?|demos?|benches|benchmarks?|docs?)\//i;
