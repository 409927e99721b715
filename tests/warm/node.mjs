// Runs JavaScript programs one after another in this process: the SDKs that they import are loaded once.
//
// One JSON line in for each program (`file`, `folder`, `environment`), one out (`code`, `output`, `errors`).
// A program has ended when nothing keeps the event loop busy, as if it had a process of its own.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";

const answer = process.stdout.write.bind(process.stdout);
const UNSETTLED = 13; // Node's own code for a top-level await that never comes back
let count = 0;
let now = null;

class Left {}

function start({ file, folder, environment }) {
  now = { output: "", errors: "", code: UNSETTLED };
  process.exitCode = undefined;
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  process.chdir(folder);
  process.stdin.unref();
  import(`${pathToFileURL(file)}?${count++}`).then(() => { now.code = 0; }, failed);
}

function failed(error) {
  if (error instanceof Left) return;
  now.errors += `${inspect(error)}\n\nNode.js ${process.version}\n`;
  now.code = 1;
}

function end() {
  if (now === null) return;
  const code = now.code || process.exitCode || 0;
  process.stdin.ref();
  answer(JSON.stringify({ ...now, code }) + "\n");
  process.exitCode = undefined;
  now = null;
}

process.stdout.write = (chunk) => { now.output += chunk; return true; };
process.stderr.write = (chunk) => { now.errors += chunk; return true; };
process.exit = (code) => {
  now.code = code ?? process.exitCode ?? 0;
  throw new Left();
};
process.on("uncaughtException", failed);
process.on("beforeExit", end);
createInterface({ input: process.stdin }).on("line", (line) => start(JSON.parse(line)));
