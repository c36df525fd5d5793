/**
 * `npm run bench`: the product against a bare Fastify server on the same data. Options: `--quick`, `--rounds=5`, `--engines=sqlite,postgres`,
 * `--only=item,list,write,chat,start`, `--keep` (logs and databases stay),
 * `--profile` (CPU profiles of the product in bench-results; slower). Never part of the tests. With `bare` as first argument it is that bare server.
 */
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';

// Node runs these files as they are, types stripped; imports name what the compiler would make of them.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts')) {
      const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
      if (existsSync(source)) return next(source.href, context);
    }
    return next(specifier, context);
  },
});

if (process.argv[2] === 'bare') {
  const { serveBare } = await import('./bare-server.js');
  await serveBare();
} else {
  const { runBench } = await import('./run.js');
  await runBench(process.argv.slice(2));
}
