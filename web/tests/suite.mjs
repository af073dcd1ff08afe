// The engine's own tests in the browser's Python: node --stack-size=3900 web/tests/suite.mjs FOLDER WHEELS PATH...
//
// FOLDER is the built edition, WHEELS holds what requirements.txt names. A file of tests that imports what this Python
// lacks is left out by name; so is what the default suite leaves out. The stack is larger than a browser's: a test hands
// over a term that is nested hundreds deep, which ends the engine of a page, and the page starts it anew.
import fs from "node:fs";
import path from "node:path";
import { engineOf } from "./node_engine.mjs";

const [folder, wheels, ...paths] = process.argv.slice(2);
const ROOT = path.dirname(path.dirname(import.meta.dirname));

const { pyodide } = await engineOf(path.resolve(folder), true);
const { FS } = pyodide;

// Read-only copies: nothing that a test writes stays.
function copied(from, to) {
  const stat = fs.statSync(from);
  if (!stat.isDirectory()) {
    FS.mkdirTree(path.posix.dirname(to));
    FS.writeFile(to, fs.readFileSync(from));
    return;
  }
  for (const name of fs.readdirSync(from)) if (name !== "__pycache__") copied(path.join(from, name), `${to}/${name}`);
}

for (const name of fs.readdirSync(wheels)) pyodide.unpackArchive(new Uint8Array(fs.readFileSync(path.join(wheels, name))), "zip", { extractDir: "/site" });
copied(path.join(ROOT, "tests"), "/work/tests");
for (const name of ["derivations", "docs"]) copied(path.join(ROOT, name), `/work/${name}`);
copied(path.join(ROOT, "pyproject.toml"), "/work/pyproject.toml");
FS.writeFile("/work/suite.py", fs.readFileSync(path.join(import.meta.dirname, "suite.py")));
pyodide.globals.set("paths", JSON.stringify(paths));
let code = 1;
try {
  code = pyodide.runPython(`
import json, os, sys
sys.path[:0] = ["/work", "/site"]
os.chdir("/work")
from suite import run
run(json.loads(paths))
`);
} catch (error) {
  console.log(error.message.split("\n").slice(-4).join("\n"));
}
process.exit(code);
