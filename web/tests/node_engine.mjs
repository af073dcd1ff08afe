// The built folder in node: the same engine that the worker holds.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

export async function engineOf(folder, flint = false) {
  const { startEngine } = await import(pathToFileURL(path.join(folder, "engine.mjs")));
  const unpacked = (name) => new Uint8Array(gunzipSync(fs.readFileSync(path.join(folder, `${name}.packed`))));
  // In node Pyodide reads its WebAssembly from its folder, where it lies packed: from a copy, since others may read, too.
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), "symbinfo-node-"));
  fs.cpSync(path.join(folder, "pyodide"), copy, { recursive: true });
  fs.writeFileSync(path.join(copy, "pyodide.asm.wasm"), unpacked("pyodide/pyodide.asm.wasm"));
  try {
    const { loadPyodide } = await import(pathToFileURL(path.join(copy, "pyodide.mjs")));
    const engine = await startEngine({ loadPyodide, options: { indexURL: copy + path.sep }, read: async (name) => unpacked(name) });
    if (flint) engine.addFlint(new Uint8Array(fs.readFileSync(path.join(folder, "flint.whl"))));
    return engine;
  } finally {
    fs.rmSync(copy, { recursive: true });
  }
}
