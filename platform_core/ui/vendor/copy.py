"""Copy the vendored browser files from node_modules into static/vendor and write their manifest.

Run it only after changing a version in package.json:

    npm ci --ignore-scripts && python platform_core/ui/vendor/copy.py

What it writes is committed, so nobody needs Node to run Madang.
"""

import hashlib
import json
import shutil
from pathlib import Path

HERE = Path(__file__).parent
NODE_MODULES = HERE / "node_modules"
STATIC = HERE.parent / "static" / "vendor"
MANIFEST = STATIC / "manifest.json"

# package → {path inside the package: path under static/vendor}; a trailing slash copies a folder.
COPIED = {
    "htmx.org": {
        "dist/htmx.min.js": "htmx/htmx.min.js",
        "LICENSE": "htmx/LICENSE",
    },
    "pretendard-gov": {
        "dist/web/variable/pretendardvariable-gov-dynamic-subset.css": "pretendard/pretendard.css",
        "dist/web/variable/woff2-dynamic-subset/": "pretendard/woff2-dynamic-subset/",
        "dist/LICENSE.txt": "pretendard/LICENSE.txt",
    },
}


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def copy_package(package: str, files: dict[str, str]) -> None:
    """Copy one package's files; raises FileNotFoundError when npm has not been run."""
    for inside, target in files.items():
        source, destination = NODE_MODULES / package / inside, STATIC / target
        destination.parent.mkdir(parents=True, exist_ok=True)
        if inside.endswith("/"):
            shutil.copytree(source, destination)
        else:
            shutil.copyfile(source, destination)


def describe(package: str, files: dict[str, str]) -> dict[str, object]:
    """What the manifest says of one package: version, licence and each copied file's hash."""
    about = json.loads((NODE_MODULES / package / "package.json").read_text())
    copied = [STATIC / target for target in files.values()]
    paths = [p for c in copied for p in (sorted(c.rglob("*")) if c.is_dir() else [c])]
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
    manifest = {package: describe(package, files) for package, files in COPIED.items()}
    MANIFEST.write_text(json.dumps(manifest, indent=1) + "\n")


if __name__ == "__main__":
    main()
