"""What the site holds beside docs/: pages that stand elsewhere in the repository, and files of two packages of npm.

A hook of MkDocs, named in mkdocs.yml. The packages are fetched by npm when the site is built, compared with the hash
that is pinned here, and kept in the user's cache; a reader's browser fetches nothing from elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import os
import posixpath
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from platformdirs import user_cache_path

ROOT = Path(__file__).parent.parent
BUILT = "derivations/built"
#: Page of the site: where its text stands.
PAGES = {
    "changelog.md": "CHANGELOG.md",
    "examples.md": "examples/README.md",
    "course/sources.md": "derivations/README.md",
    **{f"course/{path.name}": f"{BUILT}/{path.name}" for path in sorted((ROOT / BUILT).glob("*.md"))},
}
#: Package of npm: its release, the hash of its archive, which of its files, and where they go.
PACKAGES = {
    "katex": (
        "0.19.1",
        "sha512-jG8uKntjSEcm2EpQOh0XturpPuuC9r3Sq5HLHdsFdWZT27E672SF19QEi+of0/YeOy15lDgRhKvr5614uRrEfA==",
        r"dist/(katex\.min\.(?:css|js)|contrib/auto-render\.min\.js|fonts/[^/]+\.woff2)",
        "assets/katex/",
    ),
    "iframe-worker": (
        "1.0.4",
        "sha512-roeaaI+Lg1LJNfgpCjoRe/+WzEjy9+Z08LoEvu85MCPbBjwm+qXz8Ag5U05lHa6V1CysZyGzE0SOkAtSUA5q7Q==",
        r"(shim/index\.js)",
        "assets/iframe-worker/",
    ),
}
LINK = re.compile(r"\[([^\[\]]*)\]\(([^)\s#:]+)(#[^)\s]*)?\)")
#: Code in a row of a table, where GitHub wants a bar with a backslash, and Python-Markdown shows the backslash.
ROW, CODE = re.compile(r"(?m)^\|.*$"), re.compile(r"`[^`]*`")
#: How much the search holds of a page, by how its name begins: who asks wants what explains, not what lists.
BOOST = {"course/": 2, "tutorials/": 2, "query-language": 2, "benchmarks": 0.3, "changelog": 0.3, "architecture": 0.3}
#: The built course exists in other formats beside its Markdown; the site has its own.
FORMATS = re.compile(r"(?m)^\[HTML\]\(.*\n")


def on_files(files: Any, config: Any) -> Any:
    """Add the pages and the files that do not stand in docs/."""
    for page, source in PAGES.items():
        files.append(_page(config, page, source))
    for path in sorted(path for ending in ("json", "svg") for path in (ROOT / BUILT).glob(f"*/*.{ending}")):
        files.append(_page(config, f"course/{path.relative_to(ROOT / BUILT).as_posix()}", path))
    for name, content in _assets():
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, page: Any, files: Any, **_: Any) -> str:
    """Have links between files of the repository lead to their pages; what has none is named without a link."""
    here = page.file.src_uri
    for beginning, boost in BOOST.items():
        if here.startswith(beginning):
            page.meta.setdefault("search", {})["boost"] = boost
    source = PAGES.get(here, f"docs/{here}")
    pages = {text: name for name, text in PAGES.items()}

    def led(found: re.Match[str]) -> str:
        said, target, place = found[1], found[2], found[3] or ""
        if here.startswith("course/") and here != "course/sources.md":
            return found[0]
        stands = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
        name = pages.get(stands, stands.removeprefix("docs/") if stands.startswith("docs/") else None)
        if name is None:
            return said if (ROOT / stands).exists() else found[0]
        return f"[{said}]({posixpath.relpath(name, posixpath.dirname(here) or '.')}{place})"

    text = LINK.sub(led, FORMATS.sub("", markdown))
    return ROW.sub(lambda row: CODE.sub(lambda code: code[0].replace(r"\|", "|"), row[0]), text)


def _page(config: Any, name: str, source: str | Path) -> File:
    return File.generated(config, name, abs_src_path=str(ROOT / source))


def _assets() -> Iterator[tuple[str, bytes]]:
    """The files of the packages, each with its place in the site."""
    for package, (release, pinned, wanted, folder) in PACKAGES.items():
        with tarfile.open(_archive(package, release, pinned)) as archive:
            for member in archive.getmembers():
                found = re.fullmatch(f"package/{wanted}", member.name)
                content = archive.extractfile(member) if found and member.isfile() else None
                if found and content:
                    yield folder + found[1], content.read()


def _archive(package: str, release: str, pinned: str) -> Path:
    """The archive of a package, from the cache or from npm; PluginError where it cannot be had or is another one."""
    kept = user_cache_path("symbinfo") / "site" / f"{package}-{release}.tgz"
    if not kept.is_file():
        npm = shutil.which("npm")
        if npm is None:
            raise PluginError(f"{package} {release} is needed for the site: install npm, which fetches it")
        with tempfile.TemporaryDirectory() as folder:
            command = [npm, "pack", "--silent", f"{package}@{release}", "--pack-destination", folder]
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
            fetched = Path(folder, kept.name)
            if done.returncode or not fetched.is_file():
                raise PluginError(f"npm could not fetch {package} {release}: {done.stderr.strip()[-200:]}")
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(fetched, f"{kept}.part")
            os.replace(f"{kept}.part", kept)
    hashed = "sha512-" + base64.b64encode(hashlib.sha512(kept.read_bytes()).digest()).decode()
    if hashed != pinned:
        kept.unlink()
        raise PluginError(f"{package} {release} is not the archive that is pinned in {Path(__file__).name}: {hashed}")
    return kept
