// The built folder in node: the same engine that the worker holds.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

export async function engineOf(folder, flint = false) {
  const { startEngine } = await import(pathToFileURL(path.join(folder, "engine.mjs")));
  const { loadPyodide } = await import(pathToFileURL(path.join(folder, "pyodide/pyodide.mjs")));
  const unpacked = (name) => new Uint8Array(gunzipSync(fs.readFileSync(path.join(folder, `${name}.packed`))));
  // In node Pyodide reads its WebAssembly from the folder, where it lies packed.
  const wasm = path.join(folder, "pyodide/pyodide.asm.wasm");
  fs.writeFileSync(wasm, unpacked("pyodide/pyodide.asm.wasm"));
  try {
    const engine = await startEngine({ loadPyodide, options: { indexURL: path.join(folder, "pyodide/") }, read: async (name) => unpacked(name) });
    if (flint) engine.addFlint(new Uint8Array(fs.readFileSync(path.join(folder, "flint.whl"))));
    return engine;
  } finally {
    fs.rmSync(wasm);
  }
}
