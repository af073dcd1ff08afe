// Builds the browser edition: one folder that any web server can hand out.
//
//   node web/build.mjs -o FOLDER [--cache FOLDER] [--python PYTHON] [--site ADDRESS]
//
// With the address of the documentation site, from the folder, the page leads there and to its atlas.
//
// What comes from elsewhere is named in lock.json with its SHA-256 and fetched by npm and pip, once; any other byte is
// refused. The same tree gives the same bytes.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const HERE = import.meta.dirname;
const ROOT = path.dirname(HERE);
const PAGE = ["index.html", "style.css", "app.mjs", "ask.mjs", "exercises.mjs", "sketch.mjs", "client.mjs", "worker.mjs", "engine.mjs"];
const OF_PYODIDE = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"];

function option(word, otherwise) {
  const at = process.argv.indexOf(word);
  return at > 0 ? process.argv[at + 1] : otherwise;
}

const hash = (data) => createHash("sha256").update(data).digest("hex");

function fetched(lock, cache, python) {
  const take = (name, sha256, fetch) => {
    const file = path.join(cache, name);
    if (!fs.existsSync(file)) fetch();
    const found = hash(fs.readFileSync(file));
    if (found !== sha256) throw new Error(`${name} has the SHA-256 ${found}, and lock.json says ${sha256}: it is not used`);
    return file;
  };
  const pip = (name, ...more) => () => {
    const [project, version] = name.split("-");
    const words = ["-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"];
    execFileSync(python, [...words, ...more, "-d", cache, `${project.replaceAll("_", "-")}==${version}`], { stdio: "inherit" });
  };
  const found = {};
  for (const [name, sha256] of Object.entries(lock.npm)) {
    const [, project, version] = /^(.*)-([\d.]+)\.tgz$/.exec(name);
    const pack = () => execFileSync("npm", ["pack", "--silent", "--pack-destination", cache, `${project}@${version}`]);
    found[name] = take(name, sha256, pack);
  }
  for (const [name, sha256] of Object.entries(lock.wheels)) found[name] = take(name, sha256, pip(name));
  for (const [name, sha256] of Object.entries(lock.wheels_of_the_platform)) {
    const platform = /([^-]+)\.whl$/.exec(name)[1];
    found[name] = take(name, sha256, pip(name, "--python-version", "3.14", "--platform", platform));
  }
  return found;
}

function sourcesOfTheTree() {
  const found = {};
  for (const entry of fs.readdirSync(path.join(ROOT, "symbinfo"), { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && !file.includes("__pycache__")) found[path.relative(ROOT, file).split(path.sep).join("/")] = file;
  }
  return found;
}

// The packages change rarely: their byte code is kept under the hash of what it is made from and by.
async function compiled(pyodideFolder, wheels, lockText, cache) {
  const key = hash(lockText + fs.readFileSync(path.join(HERE, "compile.py"), "utf8")).slice(0, 16);
  const kept = ["deps.zip", "licences.txt"].map((name) => [name, path.join(cache, `${key}-${name}`)]);
  const known = kept.every(([, file]) => fs.existsSync(file));
  const { loadPyodide } = await import(pathToFileURL(path.join(pyodideFolder, "pyodide.mjs")));
  const pyodide = await loadPyodide({
    indexURL: pyodideFolder + path.sep,
    lockFileContents: fs.readFileSync(path.join(pyodideFolder, "pyodide-lock.json"), "utf8"),
    env: { PYTHONHASHSEED: "0", HOME: "/" },
  });
  pyodide.FS.mkdirTree("/build/own");
  pyodide.FS.writeFile("/build/compile.py", fs.readFileSync(path.join(HERE, "compile.py")));
  for (const [name, file] of Object.entries(known ? {} : wheels)) pyodide.FS.writeFile(`/build/${name}`, fs.readFileSync(file));
  const own = sourcesOfTheTree();
  for (const [name, file] of Object.entries(own)) {
    pyodide.FS.mkdirTree(path.posix.dirname(`/build/own/${name}`));
    pyodide.FS.writeFile(`/build/own/${name}`, fs.readFileSync(file));
  }
  pyodide.globals.set("names", JSON.stringify([known ? [] : Object.keys(wheels), Object.keys(own)]));
  pyodide.runPython(`
import json, pathlib, runpy
room = pathlib.Path("/build")
tools = runpy.run_path("/build/compile.py")
wheels, own = json.loads(names)
read = {name: tools["read_zip"]((room / name).read_bytes()) for name in wheels}
(room / "deps.zip").write_bytes(tools["archive"]({k: v for files in read.values() for k, v in files.items()}))
(room / "own.zip").write_bytes(tools["archive"]({name: (room / "own" / name).read_bytes() for name in own}))
(room / "licences.txt").write_text(tools["licences"](read))
`);
  if (!known) for (const [name, file] of kept) fs.writeFileSync(file, pyodide.FS.readFile(`/build/${name}`));
  const packages = Object.fromEntries(kept.map(([name, file]) => [name, fs.readFileSync(file)]));
  return { ...packages, "own.zip": pyodide.FS.readFile("/build/own.zip") };
}

// Only a page that stands in the site has links to it.
function pageOf(name, site) {
  const data = fs.readFileSync(path.join(HERE, name));
  if (name !== "index.html") return data;
  const links = / *<!-- site -->\n(.*?) *<!-- \/site -->\n/s;
  return Buffer.from(data.toString("utf8").replace(links, (_, found) => (site ? found.replaceAll("SITE", site) : "")));
}

async function main() {
  const out = option("-o");
  if (!out) throw new Error("say where to write: node web/build.mjs -o FOLDER");
  const cache = option("--cache", path.join(os.homedir(), ".cache", "symbinfo-web"));
  fs.mkdirSync(cache, { recursive: true });
  const lockText = fs.readFileSync(path.join(HERE, "lock.json"), "utf8");
  const lock = JSON.parse(lockText);
  const files = fetched(lock, cache, option("--python", "python3"));
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "symbinfo-web-"));
  try {
    execFileSync("tar", ["xzf", files[Object.keys(lock.npm)[0]], "-C", work]);
    const pyodide = path.join(work, "package");
    const wheels = Object.fromEntries(Object.keys(lock.wheels).map((name) => [name, files[name]]));
    const made = await compiled(pyodide, wheels, lockText, cache);
    fs.rmSync(out, { recursive: true, force: true });
    fs.mkdirSync(path.join(out, "pyodide"), { recursive: true });
    const written = {};
    const write = (name, data) => {
      fs.writeFileSync(path.join(out, name), data);
      written[name] = { sha256: hash(data), bytes: data.length };
    };
    const packed = (data) => {
      const found = gzipSync(data, { level: 9 });
      found[9] = 255; // the system it was packed on is not told
      return found;
    };
    for (const name of PAGE) write(name, pageOf(name, option("--site", "")));
    for (const name of OF_PYODIDE) {
      const data = fs.readFileSync(path.join(pyodide, name));
      if (name.endsWith(".wasm")) write(`pyodide/${name}.packed`, packed(data));
      else write(`pyodide/${name}`, data);
    }
    write("deps.zip.packed", packed(made["deps.zip"]));
    write("own.zip.packed", packed(made["own.zip"]));
    for (const name of Object.keys(lock.wheels_of_the_platform)) write("flint.whl", fs.readFileSync(files[name]));
    write("licences.txt", made["licences.txt"]);
    const list = JSON.stringify(written, null, 1);
    const worker = fs.readFileSync(path.join(HERE, "sw.js"), "utf8");
    fs.writeFileSync(path.join(out, "sw.js"), worker.replace("/*FILES*/ {}", list));
    const bytes = Object.values(written).reduce((sum, file) => sum + file.bytes, 0);
    console.log(`${out}: ${Object.keys(written).length + 1} files, ${(bytes / 1e6).toFixed(1)} MB`);
    for (const [name, file] of Object.entries(written)) console.log(`  ${(file.bytes / 1e6).toFixed(2).padStart(6)} MB  ${name}`);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

await main();
