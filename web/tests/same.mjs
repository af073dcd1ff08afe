// The same answers, byte for byte, natively and in the browser's Python: node web/tests/same.mjs FOLDER NATIVE.jsonl,
// a file that native.py wrote.
import fs from "node:fs";
import path from "node:path";
import { engineOf } from "./node_engine.mjs";

const [folder, file] = process.argv.slice(2);
const native = fs.readFileSync(file, "utf8");
const rows = native.trimEnd().split("\n").map((line) => JSON.parse(line));
const { answer } = await engineOf(path.resolve(folder), true);

// Proofs over named variables are found by another solver where there is no SciPy.
const ofVariables = (found) => /^[^a-z]*[HI]\([A-Z]([,;|][A-Z])*\)/.test(found.options.text ?? "") && !/\([A-Z][a-z]/.test(found.options.text);
const judged = ({ ok, data }) => JSON.stringify([ok, data?.verdict, data?.level]);

let different = 0;
let unread = 0;
const times = [];
for (const [message, expected] of rows) {
  const start = performance.now();
  const text = answer(JSON.stringify(message), 120);
  times.push(performance.now() - start);
  const found = JSON.parse(text);
  const [mine, theirs] = ofVariables(message) ? [judged(found), judged(expected)] : [JSON.stringify(found), JSON.stringify(expected)];
  if (!expected.ok) unread += 1;
  if (mine === theirs) continue;
  different += 1;
  const at = [...mine].findIndex((letter, i) => letter !== theirs[i]);
  console.log(`FAIL  ${JSON.stringify(message)}\n  native   …${theirs.slice(Math.max(0, at - 60), at + 100)}\n  browser  …${mine.slice(Math.max(0, at - 60), at + 100)}`);
}
times.sort((a, b) => a - b);
const told = `median ${times[times.length >> 1].toFixed(0)} ms, longest ${times.at(-1).toFixed(0)} ms`;
console.log(`${rows.length - different} of ${rows.length} messages have the same answer natively and in the browser (${unread} of them errors; ${told})`);
process.exit(different || rows.length < 150 ? 1 : 0);
