// KaTeX sets what Arithmatex marked, \( \) and \[ \], and displays inside raw HTML, which Markdown leaves as they stand.
renderMathInElement(document.body, {
  throwOnError: false,
  delimiters: [
    { left: "$$", right: "$$", display: true },
    { left: "\\[", right: "\\]", display: true },
    { left: "\\(", right: "\\)", display: false },
  ],
});
