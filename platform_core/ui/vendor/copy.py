"""Copy the vendored browser files from node_modules into static/vendor and write their manifest.

Run it only after changing a version in package.json:

    npm ci --ignore-scripts && python -m platform_core.ui.vendor.copy

What it writes is committed, so nobody needs Node to run Madang.
"""

import hashlib
import json
import shutil
from pathlib import Path

from platform_core.documents.cast import digest
from platform_core.ui.vendor.headings import cut_headings

HERE = Path(__file__).parent
NODE_MODULES = HERE / "node_modules"
STATIC = HERE.parent / "static" / "vendor"
MANIFEST = STATIC / "manifest.json"

# package → {path inside the package: path under static/vendor}
COPIED = {
    # The build without styles and workers inside: the page's policy allows neither.
    "altcha": {
        "dist/external/altcha.min.js": "altcha/altcha.min.js",
        "dist/workers/pbkdf2.js": "altcha/pbkdf2.js",
        "LICENSE.txt": "altcha/LICENSE.txt",
    },
    "htmx.org": {
        "dist/htmx.min.js": "htmx/htmx.min.js",
        "LICENSE": "htmx/LICENSE",
    },
    "pretendard-gov": {
        "dist/LICENSE.txt": "headings/LICENSE.txt",
    },
}
PRETENDARD = NODE_MODULES / "pretendard-gov" / "dist" / "web"
# What the letters of headings are cut from, and where they go.
HEADINGS_FROM, HEADINGS = PRETENDARD / "static/woff2/PretendardGOV-Bold.woff2", STATIC / "headings"


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def copy_package(package: str, files: dict[str, str]) -> None:
    """Copy one package's files; raises FileNotFoundError when npm has not been run."""
    for inside, target in files.items():
        destination = STATIC / target
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(NODE_MODULES / package / inside, destination)


def describe(package: str, files: dict[str, str]) -> dict[str, object]:
    """What the manifest says of one package: version, licence and each copied file's hash."""
    about = json.loads((NODE_MODULES / package / "package.json").read_text())
    folders = {(STATIC / target).parent for target in files.values()}
    paths = sorted(path for folder in folders for path in folder.rglob("*"))
    return {
        "version": about["version"],
        "licence": about["license"],
        "files": {p.relative_to(STATIC).as_posix(): sha256(p) for p in paths if p.is_file()},
    }


def main() -> None:
    """Start from an empty folder, so that a file dropped from the list does not linger."""
    shutil.rmtree(STATIC, ignore_errors=True)
    for package, files in COPIED.items():
        copy_package(package, files)
    cut_headings(HEADINGS_FROM, HEADINGS)
    manifest = {package: describe(package, files) for package, files in COPIED.items()}
    manifest["pretendard-gov"]["cut_from"] = {HEADINGS_FROM.name: sha256(HEADINGS_FROM)}
    manifest["pretendard-gov"]["cast_from"] = digest()
    MANIFEST.write_text(json.dumps(manifest, indent=1) + "\n")


if __name__ == "__main__":
    main()
