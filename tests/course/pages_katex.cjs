// Reads [[formula, display], ...] from standard input and prints [[index, message], ...] of those that KaTeX refuses.
const path = require("path");
const katex = require(path.join(process.argv[2], "node_modules", "katex"));
const macros = { "\\wide": "#1", "\\reason": "\\text{#1}" };
const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));
const refused = [];
formulas.forEach(([formula, displayMode], index) => {
  try {
    katex.renderToString(formula, { displayMode, throwOnError: true, strict: "error", trust: false, macros: { ...macros } });
  } catch (error) {
    refused.push([index, String(error.message)]);
  }
});
process.stdout.write(JSON.stringify(refused));
