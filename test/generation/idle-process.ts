import '#lib/generation';

/** Run in a process of its own: what importing the lib brings along. */
const loaded = (globalThis as unknown as { loadedModules: string[] }).loadedModules;
process.stdout.write(JSON.stringify(loaded));
