"""What is shipped: the wheel, its browser assets, their licences, the SOPs beside the code."""

from __future__ import annotations

import ast
import gzip
import importlib.util
import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

from runner.shipped import shipped_folder

ROOT = Path(__file__).parent.parent
BROWSER = ROOT / "webui" / "browser"


def _load_the_hook() -> ModuleType:
    # by its path, as the builder does: no package of Alur is imported while Alur is built
    spec = importlib.util.spec_from_file_location("build_hook", BROWSER / "build_hook.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build_hook = _load_the_hook()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that this checkout gives."""
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    (built,) = target.glob("alur-*.whl")
    return built


def test_the_wheel_carries_assets_licences_and_the_shipped_sops(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    bundles = [f"{name}{end}" for name in build_hook.BUNDLED for end in (".js", ".js.LEGAL.txt")]
    licences = [f"licences/{name}.txt" for name in ("bpmn-js", "bootstrap", "bpmn-io-form-js-editor")]
    for asset in [*build_hook.COPIED.values(), "icons.svg", *bundles, *licences]:
        assert f"webui/static/vendor/{asset}" in names
    data = next(name for name in names if ".data/data/share/alur/" in name).split("share/")[0]
    for file in [*sorted((ROOT / "bpmn").rglob("*.bpmn")), *sorted((ROOT / "forms").glob("*.form"))]:
        assert f"{data}share/alur/{file.relative_to(ROOT)}" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_wheel_carries_neither_tests_nor_build_tools(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if re.search(r"node_modules|^tests/|^webui/browser/|\.po$", name)]


def test_the_wheel_stays_small(wheel: Path) -> None:
    # of this the two editors are nine tenths of a megabyte; nobody but analysts ever loads them
    assert wheel.stat().st_size < 2_500_000


def test_an_installed_package_finds_its_sops_from_an_unrelated_folder(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "installed"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    subprocess.run(pip, check=True, capture_output=True)  # noqa: S603
    # the other packages are borrowed from here; Alur itself is only in the new environment
    environment = {**os.environ, "PYTHONPATH": sysconfig.get_path("purelib")}
    ask = "from runner.shipped import shipped_folder; import runner; print(runner.__file__, shipped_folder())"
    asked = [str(python), "-c", ask]
    said = subprocess.run(asked, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    code, folder = said.stdout.split()
    assert Path(code).is_relative_to(home)
    assert Path(folder) == home / "share" / "alur"


def test_a_checkout_finds_its_own_sops() -> None:
    assert shipped_folder() == ROOT


def test_both_npm_locks_name_no_host_and_pin_every_package() -> None:
    for folder in (BROWSER, ROOT / "tests" / "node"):
        text = (folder / "package-lock.json").read_text(encoding="utf-8")
        assert "://" not in text, folder
        packages = json.loads(text)["packages"]
        assert all(package["integrity"].startswith("sha512-") for name, package in packages.items() if name)
        wanted = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        assert all(re.fullmatch(r"[\d.]+", version) for version in wanted["dependencies"].values())


def test_the_python_lock_has_hashes_and_no_host_and_holds_every_direct_dependency() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pins = re.findall(
        r"^([a-z0-9][a-z0-9._-]*)==(\S+)((?: ;[^\\\n]*)?) \\\n    --hash=sha256:", lock, re.MULTILINE
    )
    locked = {(name, version) for name, version, _ in pins}
    assert len(pins) == len(re.findall(r"^[a-z0-9]", lock, re.MULTILINE)), "a pin without a hash"
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    direct = re.findall(r'"([A-Za-z0-9-]+)(?:\[\w+\])?==([^"]+)"', project)
    assert direct
    assert {(name.lower(), version) for name, version in direct} <= locked


#: What is needed without an import: a driver that SQLAlchemy loads, the time zones of machines without any.
UNSEEN = {"psycopg", "tzdata"}
DISTRIBUTION = {"argon2": "argon2-cffi", "flask_babel": "flask-babel", "flask_login": "flask-login"}
DISTRIBUTION |= {
    "flask_wtf": "flask-wtf",
    "SpiffWorkflow": "spiffworkflow",
    "fpdf": "fpdf2",
    "docx": "python-docx",
}
DISTRIBUTION |= {"fontpkg_ibm_plex_sans_condensed": "fontpkg-ibm-plex-sans-condensed"}


def test_every_package_that_the_product_imports_is_a_direct_dependency_and_no_other() -> None:
    imported = set()
    for package in ("runner", "webui"):
        for file in (ROOT / package).rglob("*.py"):
            if "browser" in file.parts:
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    imported |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom):
                    imported.add((node.module or "").split(".")[0])
    foreign = imported - set(sys.stdlib_module_names) - {"runner", "webui"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[\[=]", line)[0].lower() for line in project["dependencies"]}
    assert {DISTRIBUTION.get(name, name).lower() for name in foreign} | UNSEEN == declared


def test_no_package_of_the_product_is_under_gpl_or_agpl() -> None:
    ahead, seen = ["alur"], set()
    while ahead:
        name = ahead.pop().lower()
        if name in seen:
            continue
        seen.add(name)
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue  # for another platform
        said = " ".join([*(about.get_all("License-Expression") or []), *(about.get_all("Classifier") or [])])
        strict = re.sub(r"LGPL|Lesser General Public License", "", said)
        assert not re.search(r"GPL|General Public License", strict), f"{name}: {said}"
        wanted = [line for line in metadata.requires(name) or () if "extra ==" not in line]
        ahead += [found.group() for line in wanted if (found := re.match(r"[\w.-]+", line))]
    assert len(seen) > 20


def test_the_bundles_are_small_enough_for_the_line_of_an_office() -> None:
    vendor = ROOT / "webui" / "static" / "vendor"
    packed = {name: len(gzip.compress((vendor / f"{name}.js").read_bytes())) for name in build_hook.BUNDLED}
    assert packed["modeler"] < 520_000
    assert packed["form-editor"] < 410_000


def test_an_own_list_of_modules_changes_what_has_to_be_built(tmp_path: Path) -> None:
    for name in ("package-lock.json", "build_hook.py", "modeler.mjs"):
        (tmp_path / name).write_bytes((BROWSER / name).read_bytes())
    before = build_hook.wanted_stamp(tmp_path)
    (tmp_path / "modeler.mjs").write_text("// another list", encoding="utf-8")
    assert build_hook.wanted_stamp(tmp_path) != before


def test_nothing_is_fetched_twice_for_one_lock(tmp_path: Path) -> None:
    (tmp_path / build_hook.STAMP).write_text(build_hook.wanted_stamp(BROWSER), encoding="utf-8")
    assert build_hook.fetch_assets(BROWSER, tmp_path) is False


def test_a_package_that_may_not_be_shipped_stops_the_build(tmp_path: Path) -> None:
    package = tmp_path / "node_modules" / "strict"
    package.mkdir(parents=True)
    (package / "package.json").write_text('{"name": "strict", "version": "1.0.0", "license": "AGPL-3.0"}')
    with pytest.raises(RuntimeError, match=r"permissive licence for strict, but it is 'AGPL-3\.0'"):
        build_hook.copy_licences(tmp_path / "node_modules", tmp_path / "licences")


def test_a_translation_is_compiled_beside_its_source(tmp_path: Path) -> None:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(
        'msgid ""\nmsgstr ""\n\nmsgid "Berkas"\nmsgstr "Case"\n', encoding="utf-8"
    )
    build_hook.compile_translations(tmp_path)
    assert b"Case" in (folder / "messages.mo").read_bytes()


def test_every_icon_that_a_page_shows_is_in_the_sprite() -> None:
    pages = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "webui" / "templates").rglob("*.html")
    )
    shown = set(re.findall(r"""\bicon\(["']([a-z0-9-]+)["']\)""", pages))
    shown |= set(re.findall(r"""\bplace\([^)]*["']([a-z0-9-]+)["']\)\s*}}""", pages))
    assert shown
    assert shown - set(build_hook.ICONS.split()) == set()
